"""The engines that Ibis speaks to: DuckDB always, Spark on several workers with `make test-scale`."""

import os
import shutil
import sys
from pathlib import Path

import ibis
import pyarrow.parquet as pq
import pytest

WORKERS = "local-cluster[2,1,1024]"  # two workers, each a Java process of its own, of one core and 1 GB


@pytest.fixture(scope="session", params=["duckdb", "spark"])
def engine(request):
    """A connected Ibis backend."""
    if request.param == "duckdb":
        backend = ibis.duckdb.connect()
        yield backend
        backend.disconnect()
        return
    if not os.environ.get("MANYHANDS_TEST_SPARK"):
        pytest.skip("Spark is tried by make test-scale")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java (Debian: default-jre-headless)")
    import pyspark
    from pyspark.sql import SparkSession

    home = Path(pyspark.__file__).parent
    os.environ.update(SPARK_HOME=str(home), PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    spark = (
        SparkSession.builder.master(WORKERS)
        .appName("manyhands")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    yield ibis.pyspark.connect(spark)
    spark.stop()


@pytest.fixture
def load(engine, tmp_path):
    """A function that makes a table of the engine from an Arrow table, by way of Parquet as the columns are."""

    def make(name, table):
        file = tmp_path / f"{name}.parquet"
        pq.write_table(table, file)
        return engine.read_parquet(str(file))

    return make

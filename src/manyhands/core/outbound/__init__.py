"""Every connection out of the hub: pages (`web`), mail (`mail`), each with time-outs and an address guard (`guard`).

Free of Django. A test fails on any other caller of `socket.connect` (tests/house/connections.py).
"""

"""The Teams report as Microsoft documents its columns, with made-up people."""

HEADING = (
    "Report Refresh Date,Tenant Display Name,Shared Channel Tenant Display Names,User Id,User Principal Name,"
    "Last Activity Date,Is Deleted,Deleted Date,Assigned Products,Team Chat Message Count,Private Chat Message Count,"
    "Call Count,Meeting Count,Post Messages,Reply Messages,Urgent Messages,Has Other Action,Is Licensed,Report Period"
)


def line(
    name: str, active: str = "2026-10-30", channel: object = 0, deleted: str = "False", private: object = 0
) -> str:
    """Someone's line: half of what they wrote in channels were replies."""
    posts = channel // 2 if isinstance(channel, int) else channel
    replies = channel - channel // 2 if isinstance(channel, int) else channel
    return (
        f"2026-11-01,Exampleshire,,{name}-id,{name},{active},{deleted},,OFFICE 365,{channel},{private},7,8,"
        f"{posts},{replies},0,Yes,True,30"
    )


def report(*lines: str) -> bytes:
    return ("\ufeff" + "\r\n".join([HEADING, *lines]) + "\r\n").encode()


NAMED = report(
    line("Ann@exampleshire.example", channel=9, private=250),
    line("ben@exampleshire.example", channel=0),
    line("cat@exampleshire.example", active="", channel=0),
    line("dee@exampleshire.example", channel=3, deleted="True"),
)
HIDDEN = [f"{number:032X}" for number in range(1, 8)]
CONCEALED = report(*(line(name, channel=number) for number, name in enumerate(HIDDEN)))

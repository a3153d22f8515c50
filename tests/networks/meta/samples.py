"""Content exports of Meta Business Suite, with made-up pages; columns as such files have them."""

from tests.networks.exports import CANARY

FACEBOOK = (
    "\ufeffPost ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Permalink,Is crosspost,Is share,"
    "Post type,Languages,Custom labels,Data comment,Date,Reach,Reactions,Comments,Shares,"
    '"Reactions, Comments and Shares"\n'
    f'122093476844015843,100064001,Exampleshire Libraries,,"{CANARY} #reading, with @ann.example",0,'
    "03/04/2026 09:30,https://www.facebook.com/1/posts/1,0,0,Photos,,,,Lifetime,900,10,2,1,13\n"
    "122093476844015844,100064001,Exampleshire Libraries,,,0,"
    "10/31/2026 17:05,https://www.facebook.com/1/posts/2,0,0,Links,,,,Lifetime,400,3,0,0,3\n"
    "122093476844015845,100064002,Unison Exampleshire,,x,0,"
    "11/01/2026 08:00,https://www.facebook.com/2/posts/3,0,0,Text,,,,Lifetime,40,3,0,0,3\n"
).encode()

INSTAGRAM = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,"
    "Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves\n"
    f"18040000000000001,17841400001,exampleshire,Exampleshire Council,{CANARY},0,10/30/2026 12:00,"
    "https://www.instagram.com/p/A/,IG image,,Lifetime,100,80,9,1,0,2,1\n"
).encode()

SWEDISH = (
    "Publicerings-id,Sid-id,Sidnamn,Beskrivning,Publiceringstid,Inläggstyp,Permalänk,Visningar,Räckvidd,Reaktioner\n"
    "122093476844015850,100064003,Exempelstads kommun,hej,10/30/2026 12:00,Text,https://www.facebook.com/3,9,8,7\n"
).encode()

WELSH = (
    "ID y postiad,Enw’r dudalen,Amser cyhoeddi,Dolen barhaol\n"
    "122093476844015860,Cyngor Enghraifft,10/30/2026 12:00,https://www.facebook.com/4\n"
).encode()
"""In a language whose headings are not known."""

"""The conversations of the made-up council, as they are written there."""

from datetime import time

from .voices import (
    CARE,
    CHAMPION,
    COMMUNICATIONS,
    CONTACT,
    CONTACT_TWO,
    COUNCILLOR,
    EARLY_HELP,
    FINANCE,
    HIGHWAYS,
    ICT,
    ICT_TWO,
    LIBRARIES,
    MUSEUMS,
    PARKS,
    PERSONNEL,
    PLANNING,
    POLICY,
    REPAIRS,
    TENANCY,
    Conversation,
    Said,
)

CONVERSATIONS = (
    Conversation(
        "hello",
        "Hello from the library enquiry desk",
        False,
        (
            Said(
                24,
                time(10, 12),
                LIBRARIES,
                "I answer questions at the desk and put up the posts about what is on. I would like to learn how to "
                "make a short video that makes sense without sound. #newhere",
                ((CHAMPION, "well_done"), (CONTACT, "same")),
            ),
            Said(
                24,
                time(11, 40),
                CHAMPION,
                "Welcome. Captions take ten minutes once you have done two. Bring your next clip to Thursday’s surgery "
                "and we will do it together.",
                ((LIBRARIES, "thanks"),),
            ),
        ),
    ),
    Conversation(
        "help",
        "How do I add captions to a video on a work phone?",
        True,
        (
            Said(
                21,
                time(9, 25),
                LIBRARIES,
                "We filmed a story time on the work phone. It needs captions before it goes out, and I can’t install "
                "anything on the phone. What do others use? #hottips",
                ((MUSEUMS, "same"), (PARKS, "same")),
            ),
            Said(
                21,
                time(10, 2),
                CONTACT,
                "We typed ours by hand last time, from a script. It worked, but it took most of an afternoon.",
            ),
            Said(
                21,
                time(10, 48),
                ICT_TWO,
                "You needn’t install anything:\n\n"
                "1. Upload the clip to your team’s folder.\n"
                "2. Open it in the browser, and choose to make a transcript.\n"
                "3. Correct the names, which it always gets wrong.\n"
                "4. Download it with the captions on.\n\n"
                "Allow a quarter of an hour for a clip of two minutes.",
                ((LIBRARIES, "thanks"), (MUSEUMS, "useful"), (PARKS, "useful")),
                helped=True,
            ),
            Said(21, time(14, 20), LIBRARIES, "That was it, thank you. Done in twenty minutes, names and all."),
        ),
    ),
    Conversation(
        "residents",
        "What could we say in place of “discretionary housing payment”?",
        True,
        (
            Said(
                18,
                time(9, 50),
                TENANCY,
                "Tenants ring us because they don’t know what the letter offers them. The name is the scheme’s, so it "
                "must be there once. What would you say first? #plainenglish",
                ((CONTACT_TWO, "same"),),
            ),
            Said(
                18,
                time(10, 35),
                CONTACT_TWO,
                "On the phone we say “extra help with your rent”. Nobody has asked what that means.",
                ((TENANCY, "useful"), (FINANCE, "useful"), (COMMUNICATIONS, "well_done")),
            ),
            Said(
                18,
                time(13, 5),
                FINANCE,
                "That is right for most people. Please add that it is for a limited time, or they plan on it for good.",
            ),
            Said(
                17,
                time(9, 15),
                TENANCY,
                "I have put it as “extra help with your rent for a limited time (a discretionary housing payment)”. "
                "The new letter goes out next week, and I will count the calls.",
                ((COMMUNICATIONS, "well_done"),),
            ),
        ),
    ),
    Conversation(
        "hello",
        "Hello from the road crew",
        False,
        (
            Said(
                17,
                time(12, 31),
                HIGHWAYS,
                "I am out most of the day and read this on my phone at lunch. Ask me what a road sign means, or why a "
                "hole is not filled yet. #newhere",
                ((CONTACT, "well_done"), (CHAMPION, "well_done"), (PLANNING, "thanks")),
            ),
            Said(
                17,
                time(13, 10),
                CONTACT,
                "You have no idea how often we are asked that. May I send you the three questions that come up most?",
            ),
            Said(16, time(12, 29), HIGHWAYS, "Please do. I will answer them here, so that everybody has it."),
        ),
    ),
    Conversation(
        "help",
        "Can two of us post the gritting news without sharing a password?",
        True,
        (
            Said(
                15,
                time(12, 40),
                HIGHWAYS,
                "At the moment one person posts it, and when they are off nobody does. We don’t want to pass a "
                "password round the depot.",
                ((REPAIRS, "same"),),
            ),
            Said(
                15,
                time(14, 5),
                ICT,
                "Yes. Each of you signs in under your own name and is given the right to post. Tell me the two names "
                "and I will set it up with you. Ten minutes on the phone is enough.",
                ((HIGHWAYS, "thanks"),),
            ),
            Said(
                14,
                time(9, 20),
                CHAMPION,
                "I will add both of you to the register, so that we know whom to ring if the page is hacked at night.",
            ),
        ),
    ),
    Conversation(
        "help",
        "What we learnt from putting four forms on one page",
        False,
        (
            Said(
                12,
                time(11, 15),
                CONTACT,
                "We put the four forms for reporting something in the street on one page, and ask first where it is. "
                "Fewer people give up half way, and fewer ring to ask which form is theirs. What we would do "
                "differently: ask the crews first what they need to know. #plainenglish",
                ((PLANNING, "useful"), (ICT_TWO, "well_done"), (HIGHWAYS, "thanks")),
            ),
            Said(
                12,
                time(15, 30),
                PLANNING,
                "Would you show us? We have six forms for much the same thing.",
            ),
            Said(
                11,
                time(9, 5),
                CONTACT,
                "Gladly. Tuesday at two, in the contact centre. Whoever else is curious is welcome.",
                ((PLANNING, "thanks"), (PARKS, "thanks")),
            ),
        ),
    ),
    Conversation(
        "planning",
        "Who can take a surgery next month?",
        True,
        (
            Said(
                10,
                time(9, 30),
                CHAMPION,
                "There are six half hours to fill. I have held them all so far, and it would be better if I did not. "
                "Which one would you take?",
            ),
            Said(
                10,
                time(9, 55),
                LIBRARIES,
                "The first Thursday, at the central library. I will do captions, now that I can.",
                ((CHAMPION, "thanks"), (ICT, "well_done")),
            ),
            Said(10, time(11, 20), ICT, "I take two, if they are on the same morning.", ((CHAMPION, "thanks"),)),
            Said(
                9,
                time(16, 10),
                PERSONNEL,
                "One for me, for new starters. May somebody sit in the first time?",
                ((LIBRARIES, "well_done"),),
            ),
        ),
    ),
    Conversation(
        "residents",
        "One wording for roadworks, so that we all say the same",
        False,
        (
            Said(
                9,
                time(10, 45),
                COMMUNICATIONS,
                "I suggest: what is closed, from when to when, how to get round, and whom to ask. In that order, and "
                "nothing else. Here is one to pull to pieces:\n\n"
                "> Mill Lane is closed from Monday to Wednesday. Go by Station Road. Buses stop outside the school. "
                "Questions: 01632 960 123.",
                ((CONTACT_TWO, "useful"), (HIGHWAYS, "useful")),
            ),
            Said(
                9,
                time(12, 36),
                HIGHWAYS,
                "Say whether people can walk through. It is the first thing they ask us.",
                ((COMMUNICATIONS, "thanks"), (COUNCILLOR, "useful")),
            ),
            Said(8, time(10, 5), COMMUNICATIONS, "Of course. It now begins with that: “You can walk through.”"),
        ),
    ),
    Conversation(
        "residents",
        "Who answers when somebody writes to us on a Saturday?",
        True,
        (
            Said(
                8,
                time(9, 10),
                REPAIRS,
                "A tenant wrote on Saturday about water coming through the ceiling, and we saw it on Monday. Is "
                "anybody looking at weekends?",
                ((TENANCY, "same"),),
            ),
            Said(
                8,
                time(9, 48),
                CHAMPION,
                "I look now and then, which is not good enough. The page should say the emergency number before "
                "anything else. I will change it today.",
                ((REPAIRS, "thanks"),),
            ),
            Said(
                7,
                time(14, 15),
                CONTACT_TWO,
                "The out-of-hours desk could look twice a day, if somebody shows them how. I have asked them.",
                ((REPAIRS, "thanks"), (CHAMPION, "well_done")),
            ),
        ),
    ),
    Conversation(
        "hello",
        "Hello from a ward councillor",
        False,
        (
            Said(
                6,
                time(18, 20),
                COUNCILLOR,
                "Residents send me photographs of everything. I would like to know where each of them should go, so "
                "that I needn’t ask the same officer every time. #newhere",
                ((CONTACT, "same"),),
            ),
            Said(
                5,
                time(9, 10),
                CONTACT,
                "Welcome. The new page for reporting something in the street takes photographs, and tells you when it "
                "is done. I will send you the address.",
                ((COUNCILLOR, "thanks"),),
            ),
        ),
    ),
    Conversation(
        "planning",
        "The monthly note for managers: what goes in?",
        False,
        (
            Said(
                5,
                time(11, 0),
                POLICY,
                "One figure, one thing that worked, one thing we ask for. It has to fit on a page. For this month I "
                "have the new letter about help with rent. Anything better?",
                ((CHAMPION, "useful"),),
            ),
            Said(
                4,
                time(10, 25),
                CONTACT,
                "The four forms on one page. Take both: one saved calls, the other saved people from giving up.",
                ((POLICY, "thanks"),),
            ),
        ),
    ),
    Conversation(
        "help",
        "Has anybody a checklist for photographs of people at events?",
        True,
        (
            Said(
                3,
                time(13, 25),
                PARKS,
                "We have an open day in the park and would like to take photographs. What do we ask people, what do "
                "we write down, and how long do we keep it? #hottips",
                ((MUSEUMS, "same"),),
            ),
        ),
    ),
    Conversation(
        "residents",
        "In which languages besides English do we write to families?",
        True,
        (
            Said(
                1,
                time(10, 40),
                EARLY_HELP,
                "We would like to send the invitation to the play group in the languages that families here speak. "
                "Does anybody do this already, and who checks the wording? #plainenglish",
                ((CARE, "same"),),
            ),
        ),
    ),
)

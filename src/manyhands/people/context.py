"""What every page of ours knows about who is reading it."""


def person(request):
    return {}

from bot.text.whole import is_whole


def test_an_article_returned_whole_is_told_from_a_summary():
    assert is_whole(["One. Two."], ("One.", "Two."))
    assert not is_whole(["One. Two.", "Three."], ("One.", "Two."))

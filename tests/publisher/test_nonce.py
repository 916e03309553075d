"""What tells Discord that a message was sent before."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Bundle, Delivery
from bot.publisher.transport import nonce

FIRST = Delivery(
    id=5, article_id=3, guild_id=1, channel_id=10, state="pending", message_id=None, revision=0, attempts=0,
    error=None, created="2026-01-01T00:00:00.000+00:00", tried_at=None, list_id=None, alone=False,
)  # fmt: skip


def alone(delivery):
    return nonce(Bundle(delivery, (delivery,)))


@given(st.integers(1, 50), st.floats(0, 1e10), st.text(max_size=20))
def test_each_try_of_a_delivery_has_the_same_nonce(attempts, tried_at, error):
    again = replace(FIRST, state="sending", attempts=attempts, tried_at=tried_at, error=error)
    assert alone(again) == alone(FIRST)
    assert len(alone(FIRST)) <= 25, "Discord's limit"


def test_a_deliberate_repost_has_another_one_as_it_is_another_delivery():
    reposts = [
        replace(FIRST, id=6),  # of the same article in the same channel, later
        replace(FIRST, created="2026-01-01T00:00:01.000+00:00"),  # the same number in a database made anew
    ]
    assert len({alone(FIRST), *map(alone, reposts)}) == 3


def test_other_channels_other_articles_and_lists_have_others():
    listed = replace(FIRST, list_id=5)
    nonces = {alone(FIRST), alone(replace(FIRST, channel_id=11)), alone(replace(FIRST, article_id=4)), alone(listed)}
    assert len(nonces) == 4


def test_a_list_keeps_its_nonce_when_an_article_of_it_is_closed():
    head, second = replace(FIRST, list_id=5), replace(FIRST, id=6, article_id=4, list_id=5)
    assert nonce(Bundle(head, (head, second))) == nonce(Bundle(head, (second,)))

from __future__ import annotations

from store.suggest.queue import WorkQueue


def emptied(queue: WorkQueue) -> list[str]:
    order = []
    while (article_id := queue.next) is not None:
        order.append(article_id)
        queue.done()
    return order


def test_annotated_articles_come_first_and_begin_once() -> None:
    queue = WorkQueue()
    queue.put("z")
    assert queue.next is None
    queue.begin(["a", "b", "c"], {"c"})
    queue.begin(["x"], set())
    assert emptied(queue) == ["c", "a", "b"]
    assert queue.looked_at == {"a", "b", "c"}


def test_an_article_waits_once_wherever_it_is_put() -> None:
    queue = WorkQueue()
    queue.begin(["a", "b", "c"], set())
    queue.put("b")
    queue.put_first("c")
    queue.put_first("b")
    assert emptied(queue) == ["b", "c", "a"]
    queue.put("b")
    assert emptied(queue) == ["b"]

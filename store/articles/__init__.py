"""Articles and stories, and how they are read from files."""

from store.articles.loading import load_article
from store.articles.model import Article, ArticleRef, Story
from store.articles.story import find_story

__all__ = ["Article", "ArticleRef", "Story", "find_story", "load_article"]

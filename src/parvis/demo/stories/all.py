"""The list of stories, written by hand, in the order of the start page."""

from parvis.demo.stories import allocations, cooperative, deuxrives, epargne, municipal
from parvis.demo.story import Story

STORIES: tuple[Story, ...] = (
    deuxrives.STORY,
    allocations.STORY,
    municipal.STORY,
    cooperative.STORY,
    epargne.STORY,
)

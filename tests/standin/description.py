"""Discord's published OpenAPI description as the judge of what goes over the wire."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

if TYPE_CHECKING:
    from pathlib import Path

_URI = "urn:discord"


class Description:
    """Validators for the bodies of requests and answers, compiled when first needed."""

    def __init__(self, path: Path) -> None:
        self._document = json.loads(path.read_bytes())
        resource = DRAFT202012.create_resource(self._document)
        self._registry: Registry[Any] = Registry().with_resource(_URI, resource)
        self._validator = cache(self._compile)

    def request_problem(self, method: str, template: str, body: Any) -> str | None:
        """What is wrong with a request's JSON body, or None.

        ``template`` is the path as the description writes it, such as ``/channels/{channel_id}/messages``.
        """
        operation = self._document["paths"].get(template, {}).get(method.lower())
        if operation is None:
            return "no such operation in the description"
        if "requestBody" not in operation:
            return None if body is None else "a body where none is described"
        return self._judge(_with_numbered_files(body), "paths", template, method.lower(), "requestBody")

    def answer_problem(self, method: str, template: str, status: int, body: Any) -> str | None:
        """What is wrong with an answer's JSON body, or None; statuses not described pass."""
        responses = self._document["paths"].get(template, {}).get(method.lower(), {}).get("responses", {})
        if "content" not in responses.get(str(status), {}):
            return None
        return self._judge(body, "paths", template, method.lower(), "responses", str(status))

    def _judge(self, body: Any, *place: str) -> str | None:
        error = best_match(self._validator(place).iter_errors(body))
        return None if error is None else f"{error.json_path}: {error.message[:300]}"

    def _compile(self, place: tuple[str, ...]) -> Draft202012Validator:
        steps = (*place, "content", "application/json", "schema")
        pointer = "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)
        # Braces of the path templates must be escaped: a reference is a URI.
        reference = f"{_URI}#/{pointer}".replace("{", "%7B").replace("}", "%7D")
        return Draft202012Validator({"$ref": reference}, registry=self._registry)


def _with_numbered_files(body: Any) -> Any:
    """A body whose new attachments have ids of text.

    The description asks for text; Discord's "Uploading Files" shows numbers, takes them, and discord.py sends them.
    """
    if not isinstance(body, dict):
        return body
    written = {**body, **({"data": _with_numbered_files(body["data"])} if "data" in body else {})}
    if isinstance(body.get("attachments"), list):
        written["attachments"] = [{**one, "id": str(one.get("id"))} for one in body["attachments"]]
    return written


@cache
def load(path: Path) -> Description:
    """The description in that file; read once a process."""
    return Description(path)

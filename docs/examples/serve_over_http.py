"""A service that judges a registry: the registry goes in, the report comes out.

Run it with `uvicorn serve_over_http:app`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BeforeValidator

import sro_core as sro
from sro_core.wire.problems import problems_document
from sro_core.wire.schema import components


class Service(FastAPI):
    """An app whose OpenAPI document holds the schemas of what it reads and answers."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        document = super().openapi()
        document["components"] = {"schemas": components("registry", "report", "problems")}
        return document


app = Service(title="Training readiness of school resource officers", version="1")


def holds(name: str) -> dict[str, Any]:
    """What OpenAPI says of a body: JSON that has one of the schemas."""
    return {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


async def raw_body(request: Request) -> bytes:
    """The bytes as they came: the library reads them itself, strictly."""
    return await request.body()


# Left to itself, pydantic would also take a number for a day.
Day = Annotated[dt.date, BeforeValidator(dt.date.fromisoformat)]


@app.post(
    "/report",
    response_class=Response,
    openapi_extra={"requestBody": {"required": True, **holds("Registry")}},
    responses={
        200: {"description": "The report.", **holds("Report")},
        400: {"description": "The day is missing, or is no day."},
        422: {"description": "Every problem of the registry.", **holds("Problems")},
    },
)
def report(
    as_of: Annotated[Day, Query(description="The day to judge, as 2025-09-02.")],
    document: Annotated[bytes, Depends(raw_body)],
) -> Response:
    """Judge a registry on one day."""
    registry = sro.loads(document)
    problems = sro.validate(registry, as_of=as_of)
    errors = [item for item in problems if item.severity is sro.Severity.ERROR]
    if errors:
        raise sro.InvalidDocument(errors)
    text = sro.dumps(sro.evaluate(registry, as_of=as_of))
    return Response(text, media_type="application/json")


@app.exception_handler(sro.InvalidDocument)
async def refuse_registry(_request: Request, error: sro.InvalidDocument) -> JSONResponse:
    """Every problem at once, each with its code and its place."""
    return JSONResponse(problems_document(error.problems), status_code=422)


@app.exception_handler(RequestValidationError)
async def refuse_request(_request: Request, error: RequestValidationError) -> JSONResponse:
    """What is wrong with the request around the registry."""
    wrong = [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
    return JSONResponse({"detail": wrong}, status_code=400)

"""The HTTP JSON API: the operations under addresses, on this machine only until there is sign-in."""

from importlib.metadata import version

from fastapi import FastAPI

from api.documents import LARGEST
from api.http.guard import Guard
from api.http.problems import MEDIA_TYPE, Problem, install
from api.http.routes import PREFIX, router
from api.operations import Operations

_ANY_PROBLEM = {"model": Problem, "description": "What went wrong, and the mend", "content": {MEDIA_TYPE: {}}}


def create_app(operations: Operations) -> FastAPI:
    """The application over open operations; who opened them closes them."""
    app = FastAPI(
        title="Kaohe",
        summary="Government performance appraisal on an event log.",
        version=version("kaohe"),
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # the pages fetch scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        responses={"default": _ANY_PROBLEM},
    )
    app.state.operations = operations
    app.include_router(router)
    install(app)
    app.add_middleware(Guard, largest=LARGEST)
    return app

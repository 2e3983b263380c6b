"""What an expression is refused with."""


class ExpressionError(ValueError):
    """Something is wrong with an expression, or with it and the values given; read as "problem: mend"."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(f"{problem}: {mend}")
        self.problem = problem
        self.mend = mend

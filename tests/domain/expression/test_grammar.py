"""How expressions are read: what is meant, and what a slip is answered with."""

import pytest

from domain.expression import ExpressionError, parse


def problem(text: str) -> str:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a+b*c", "a + b * c"),
        ("(a + b) * c", "(a + b) * c"),
        ("(a * b) + c", "a * b + c"),
        ("a - (b - c)", "a - (b - c)"),
        ("(a - b) - c", "a - b - c"),
        ("-(a + b)", "-(a + b)"),
        ("(-a) * b", "-a * b"),
        ("not (a and b)", "not (a and b)"),
        ("(not a) and b", "not a and b"),
        ("(a or b) and c", "(a or b) and c"),
        ("a or (b and c)", "a or b and c"),
        ("(a < b) == (c < d)", "(a < b) == (c < d)"),
        ("not (a == b)", "not a == b"),
        ("(not a) == b", "(not a) == b"),
        ('(zone) in ( "a","b" )', 'zone in ("a", "b")'),
        ("if a then b else (if c then d else e)", "if a then b else if c then d else e"),
        ("(if a then b else c) + 1", "(if a then b else c) + 1"),
        ("1.50 + 0.5", "1.50 + 0.5"),
        ("max( a ,b,\n\tc )", "max(a, b, c)"),
        ('value("permit-days")/2', 'value("permit-days") / 2'),
        ('"ecological, 生态"== zone', '"ecological, 生态" == zone'),
    ],
)
def test_an_expression_is_written_with_the_parentheses_it_needs(text: str, meant: str) -> None:
    assert str(parse(text)) == meant
    assert parse(meant).tree == parse(text).tree


def test_the_names_and_indicators_of_an_expression_are_those_it_uses() -> None:
    read = parse('value / value("permit-days") + max(target, score("growth"), value("growth"))')
    assert read.names == ('score("growth")', "target", "value", 'value("growth")', 'value("permit-days")')
    assert read.indicators == ("growth", "permit-days")


A_VALUE = 'write a number, a name, text in double quotes or "("'
AN_OPERATOR = "write an operator such as + or and before it, or remove it"
DIGITS = "write plain digits such as 1500 or 0.5, with no leading zeros, letters or exponent"
ONLY = "write names, numbers, text in double quotes, operators and functions only"
FUNCTIONS = "use abs, ceil, clamp, first_known, floor, known, max, mean, min, round, score, value"
MODES = 'write one of "half_up", "half_even", "half_down", "up", "down", "floor", "ceiling"'
NOT_IN = 'write not before the comparison, as in not zone in ("north", "south")'
BRACKETS = "write names, functions and round brackets only"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "it is empty: write a formula such as value / target * 100"),
        (" \n", "it is empty: write a formula such as value / target * 100"),
        ("value /", f"it ends where a value belongs: {A_VALUE}"),
        ("value / * 100", f'at character 9 is "*" where a value belongs: {A_VALUE}'),
        ("+value", f'at character 1 is "+" where a value belongs: {A_VALUE}'),
        ("value target", f'at character 7 is "target" where an operator or the end belongs: {AN_OPERATOR}'),
        ("value)", f'at character 6 is ")" where an operator or the end belongs: {AN_OPERATOR}'),
        ("(value", 'it ends where ")" belongs: write ")" there'),
        ("if a then b", 'it ends where "else" belongs: write "else" there'),
        ("if a, b, c", 'at character 5 is "," where "then" belongs: write "then" there'),
        ("a if b else c", f'at character 3 is "if" where an operator or the end belongs: {AN_OPERATOR}'),
        ("1 + if a then b else c", "if stands within another operation: put (if ...) in parentheses"),
        ("a == not b", "not stands within another operation: put (not ...) in parentheses"),
        ("a < b < c", "< follows another comparison: join two with and, as in a < b and b < c"),
        ("a == b != c", "!= follows another comparison: join two with and, as in a < b and b < c"),
        (
            'zone not in ("a")',
            f'at character 6 is "not" where an operator or the end belongs: {NOT_IN}',
        ),
        ('zone in "a"', 'at character 9 is "a" where "(" belongs: write "(" there'),
        (
            "zone in (a)",
            'at character 10 is "a" where text in double quotes belongs: write text in double quotes there',
        ),
        ("True", "True is written in small letters: write true"),
        ("a AND b", "AND is written in small letters: write and"),
        (
            "value(growth)",
            'at character 7 is "growth" where text in double quotes belongs: write text in double quotes there',
        ),
        (
            "averge(a, b)",
            f"there is no function averge: {FUNCTIONS}",
        ),
        ("rond(a, 2)", "there is no function rond: did you mean round?"),
        ("max(a)", "max takes 2 or more values, not 1: write max(x, y, ...)"),
        ("abs(a, b)", "abs takes 1 value, not 2: write abs(x)"),
        ("known()", "known takes 1 value, not 0: write known(x)"),
        ("round(a)", "round takes 2 or 3 values, not 1: write round(x, places[, mode])"),
        ("clamp(a, b)", "clamp takes 3 values, not 2: write clamp(x, low, high)"),
        ("round(a, b)", "the places of round are not a whole number written out: write a whole number from 0 to 12"),
        ("round(a, 13)", "the places of round are not a whole number written out: write a whole number from 0 to 12"),
        ("round(a, 1.5)", "the places of round are not a whole number written out: write a whole number from 0 to 12"),
        (
            'round(a, 2, "nearest")',
            f"the mode of round is none of those there are: {MODES}",
        ),
        ("1e5", f"1e5 is not a number: {DIGITS}"),
        ("007", f"007 is not a number: {DIGITS}"),
        ("5.", f"5. is not a number: {DIGITS}"),
        ("1_000", f"1_000 is not a number: {DIGITS}"),
        ("0x1F", f"0x1F is not a number: {DIGITS}"),
        ("max(1,500)", "1,500 may be one number or several: write 1500, or a space after a comma between two"),
        ("a = b", "character 3 is =, which has no meaning here: write == to compare"),
        ("a ** 2", "character 3 is **, which has no meaning here: multiply instead, as in x * x"),
        ("a ^ 2", "character 3 is ^, which has no meaning here: multiply instead, as in x * x"),
        ("a // 2", "character 3 is //, which has no meaning here: write floor(x / y)"),
        ("5 %", "character 3 is %, which has no meaning here: write / 100 for percent"),
        ("a && b", "character 3 is &&, which has no meaning here: write and"),
        ("!a", "character 1 is !, which has no meaning here: write not"),
        ("a <> b", "character 3 is <>, which has no meaning here: write !="),
        ("zone == 'a'", 'character 9 is \', which has no meaning here: write text in double quotes, "so"'),
        ('zone == "a', 'the text that begins at character 9 does not end: close it with "'),
        (
            "`growth`",
            'character 1 is `, which has no meaning here: write value("id") or score("id") to refer to an indicator',
        ),
        ("a \u00d7 b", "character 3 is \u00d7 (multiplication sign), which has no meaning here: write *"),
        ("a \u2265 b", "character 3 is \u2265 (greater-than or equal to), which has no meaning here: write >="),
        ("max\uff08a, b)", "character 4 is \uff08 (fullwidth left parenthesis), which has no meaning here: write ("),
        ("v\u0430lue", f"character 2 is \u0430 (cyrillic small letter a), which has no meaning here: {ONLY}"),
        ("value\u200b", f"character 6 is U+200B, which has no meaning here: {ONLY}"),
        ("value\0", f"character 6 is U+0000, which has no meaning here: {ONLY}"),
        ('"a\0b"', "the text around character 3 holds U+0000: remove it"),
        ('"a\nb"', "the text around character 3 holds U+000A: remove it"),
        ("peer.mean", "character 5 is ., which has no meaning here: write decimals as 0.5; names have no parts"),
        ("().__class__", "character 3 is ., which has no meaning here: write decimals as 0.5; names have no parts"),
        ("a[0]", f"character 2 is [, which has no meaning here: {BRACKETS}"),
        ("[x for x in y]", f"character 1 is [, which has no meaning here: {BRACKETS}"),
        ("{a}", f"character 1 is {{, which has no meaning here: {BRACKETS}"),
        ("lambda x: x", f"character 9 is :, which has no meaning here: {ONLY}"),
        ("(a := 5)", f"character 4 is :, which has no meaning here: {ONLY}"),
        ("a; b", f"character 2 is ;, which has no meaning here: {ONLY}"),
        ('f"{a}"', f'at character 2 is "{{a}}" where an operator or the end belongs: {AN_OPERATOR}'),
        (
            '__import__("os")',
            f"there is no function __import__: {FUNCTIONS}",
        ),
        ("max(a, b)(c)", f'at character 10 is "(" where an operator or the end belongs: {AN_OPERATOR}'),
        ("max(a, key=b)", "character 11 is =, which has no meaning here: write == to compare"),
        ("max(*a)", f'at character 5 is "*" where a value belongs: {A_VALUE}'),
    ],
)
def test_a_slip_is_answered_with_its_mend(text: str, expected: str) -> None:
    assert problem(text) == expected

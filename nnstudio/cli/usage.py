"""Arguments that fit no command, in plain sentences instead of the parser's."""

import re

import typer

_NOT_ONE_OF = re.compile(r"(?:Value error, )?'(.*)' is not one of (.*?)\.?")
_LIMIT = re.compile(r"Input should be (greater|less) than or equal to (\S+)")
_SENTENCES = (
    (re.compile(r"Option '(.*)' requires an argument\."), "{} needs a value"),
    (re.compile(r"Option '(.*)' does not take a value\."), "{} takes no value"),
    (re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)"), "too many arguments: {}"),
)


def usage_sentence(error: typer.TyperException) -> str:
    """What is wrong with the arguments and what they may be."""
    message = " ".join(error.message.split())
    param = getattr(error, "param", None)
    if param is not None:
        name = "/".join(param.opts) if param.param_type_name == "option" else param.metavar
        if not message:
            return f"{name} is missing; it is {param.help[0].lower()}{param.help[1:].rstrip('.')}"
        return f"{name} {_fault(message)}"
    if getattr(error, "option_name", None) and message.startswith("No such option"):
        possible = getattr(error, "possibilities", None)
        hint = f"; did you mean {possible[0]}?" if possible else ""
        return f"there is no option {getattr(error, 'option_name', '')}{hint}"
    for pattern, sentence in _SENTENCES:
        if match := pattern.fullmatch(message):
            return sentence.format(match[1])
    return message


def _fault(message: str) -> str:
    """What is wrong with one argument, to go on after its name."""
    if "valid integer" in message:
        return "must be a whole number"
    if match := _LIMIT.fullmatch(message):
        return f"must be at {'least' if match[1] == 'greater' else 'most'} {match[2]}"
    if match := _NOT_ONE_OF.fullmatch(message):
        from nnstudio.experiment.wording import either

        options = [option.strip(" '") for option in match[2].split(",")]
        return f"cannot be {match[1]}; it may be {either(options)}"
    return f"cannot be used: {message}"

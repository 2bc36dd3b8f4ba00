"""Parts of forms written by functions: Django takes three templates for one input, and most of a form's time."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

WIDGETS = "django/forms/widgets/"


class Renderer(TemplatesSetting):
    """Writes the commonest parts of forms itself, exactly as Django's templates do, and leaves it the others."""

    def render(self, template_name: str, context: Mapping[str, Any], request: Any = None) -> Any:
        write = WRITTEN.get(template_name)
        return super().render(template_name, context, request) if write is None else write(context)


def _text(value: Any) -> str:
    """A value as text, escaped unless it is markup of ours."""
    return conditional_escape(value if isinstance(value, SafeString) else str(value))


def _attributes(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(context: Mapping[str, Any]) -> str:
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    name = _text(widget["name"])
    return f'<input type="{_text(widget["type"])}" name="{name}"{value}{_attributes(widget["attrs"])}>'


def _area(context: Mapping[str, Any]) -> str:
    widget = context["widget"]
    value = _text(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>\n{value}</textarea>'


def _select(context: Mapping[str, Any]) -> str:
    widget = context["widget"]
    parts = [f'<select name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{_text(group)}">')
        for option in options:
            value, label = _text(option["value"]), _text(option["label"])
            parts.append(f'\n  <option value="{value}"{_attributes(option["attrs"])}>{label}</option>\n')
        if group:
            parts.append("\n  </optgroup>")
    return "".join([*parts, "\n</select>"])


def _label(context: Mapping[str, Any]) -> str:
    label = _text(context["label"])
    if not context["use_tag"]:
        return label
    return f"<{context['tag']}{_attributes(context['attrs'])}>{label}</{context['tag']}>"


def _list(context: Mapping[str, Any]) -> str:
    errors = context["errors"]
    if not errors:
        return ""
    field = getattr(errors, "field_id", None)
    named = f' id="{_text(field)}_error"' if field else ""
    said = "".join(f"<li>{_text(error)}</li>" for error in errors)
    return f'<ul class="{_text(context["error_class"])}"{named}>{said}</ul>'


WRITTEN: dict[str, Callable[[Mapping[str, Any]], str]] = {
    **{
        f"{WIDGETS}{kind}.html": _input
        for kind in ("text", "number", "date", "hidden", "password", "email", "checkbox")
    },
    f"{WIDGETS}textarea.html": _area,
    f"{WIDGETS}select.html": _select,
    "django/forms/label.html": _label,
    "django/forms/errors/list/default.html": _list,
}

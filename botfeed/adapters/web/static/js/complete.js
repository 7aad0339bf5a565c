// What may come next in the line that is being typed: a command, an option, or a value.

import { get } from "./api.js";
import { boot } from "./state.js";

const MOST = 8;

/** Choices `{label, says, line, form, whole}`: `line` is what the composer holds when one is taken. */
export async function completions(who, line) {
  if (!line.startsWith("/")) return [];
  const command = commandOf(line);
  if (!command || line === `/${command.name}`) return commands(line.slice(1).toLowerCase());
  const rest = line.slice(command.name.length + 2);
  const option = /(^|\s)--(\w*)$/.exec(rest);
  if (option) return options(command, line, option[2], rest);
  const value = /(?:^|\s)--(\w+)\s+(\S*)$/.exec(rest);
  const field = value ? command.fields.find((one) => one.name === value[1]) : firstOf(command, rest);
  return field ? values(who, command, field, line, value ? value[2] : rest) : [];
}

/** The longest command whose name the line begins with, followed by a space or the end. */
function commandOf(line) {
  const low = line.slice(1).toLowerCase();
  return boot.menu
    .filter((one) => low === one.name || low.startsWith(`${one.name} `))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

function commands(typed) {
  const starts = boot.menu.filter((one) => one.name.startsWith(typed));
  const holds = boot.menu.filter((one) => !one.name.startsWith(typed) && one.name.includes(typed));
  return [...starts, ...holds].slice(0, MOST).map((one) => ({
    label: `/${one.name}`,
    says: one.says,
    line: `/${one.name}${one.fields.some((field) => field.required) ? " " : ""}`,
    form: one.fields.length ? one : null,
    whole: one.name === typed && !one.fields.some((field) => field.required),
  }));
}

function options(command, line, typed, rest) {
  const used = new Set([...rest.matchAll(/--(\w+)/g)].map((match) => match[1]));
  return command.fields
    .filter((field) => !field.rest && field.name.startsWith(typed) && (field.name === typed || !used.has(field.name)))
    .map((field) => ({
      label: `--${field.name}`,
      says: field.label,
      line: `${line.slice(0, line.length - typed.length)}${field.name} `,
    }));
}

/** A first parameter that is not the rest of the line completes where it stands. */
function firstOf(command, rest) {
  const field = command.fields[0];
  return field && !field.rest && !/\s/.test(rest) ? field : null;
}

async function values(who, command, field, line, typed) {
  const head = line.slice(0, line.length - typed.length);
  const found = field.suggests
    ? await get("/api/suggest", { who, command: command.command, param: field.name, typed })
    : field.choices.filter(([value, label]) => value.startsWith(typed) || label.toLowerCase().startsWith(typed.toLowerCase()));
  return (found ?? []).slice(0, MOST).map(([value, label]) => {
    const word = /\s/.test(value) ? `"${value}"` : value;
    return { label: value, says: label === value ? "" : label, line: `${head}${word}`, whole: value === typed };
  });
}

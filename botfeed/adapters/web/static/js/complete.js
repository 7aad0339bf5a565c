// What may come next in the line that is being typed: a command, an option, or a value.

import { get } from "./api.js";
import { boot } from "./state.js";

const MOST = 8;

/** Choices `{label, says, line, form, whole}`: `line` is what the composer holds when one is taken. */
export async function completions(who, line) {
  if (!line.startsWith("/")) return [];
  const command = commandOf(line);
  if (!command || line.slice(1).toLowerCase() === command.typed) return commands(line.slice(1).toLowerCase());
  const rest = line.slice(command.typed.length + 2);
  const option = /(^|\s)--(\w*)$/.exec(rest);
  if (option) return options(command, line, option[2], rest);
  const value = /(?:^|\s)--(\w+)\s+(\S*)$/.exec(rest);
  const field = value ? command.fields.find((one) => one.names.includes(value[1].toLowerCase())) : firstOf(command, rest);
  return field ? values(who, command, field, line, value ? value[2] : rest) : [];
}

/** The command with the longest name, in any language, that the line begins with, followed by a space or the end. */
export function commandOf(line) {
  const low = line.slice(1).toLowerCase();
  return boot.menu
    .flatMap((one) => one.names.map((typed) => ({ ...one, typed })))
    .filter(({ typed }) => low === typed || low.startsWith(`${typed} `))
    .sort((a, b) => b.typed.length - a.typed.length)[0];
}

/** How the reader types a command, by its own name: `imagine` is `/immagina` in Italian. */
export const typedAs = (command) => `/${boot.menu.find((one) => one.command === command).names[0]}`;

function commands(typed) {
  const starts = boot.menu.filter((one) => begins(one, typed));
  const holds = boot.menu.filter((one) => !begins(one, typed) && one.names.some((name) => name.includes(typed)));
  return [...starts, ...holds].slice(0, MOST).map((one) => ({
    label: `/${one.names[0]}`,
    says: one.says,
    line: `/${one.names[0]}${one.fields.some((field) => field.required) ? " " : ""}`,
    form: one.fields.length ? one : null,
    whole: one.names.includes(typed) && !one.fields.some((field) => field.required),
  }));
}

const begins = (one, typed) => one.names.some((name) => name.startsWith(typed));

function options(command, line, typed, rest) {
  const used = new Set([...rest.matchAll(/--(\w+)/g)].map((match) => match[1]));
  return command.fields
    .filter((field) => !field.rest && begins(field, typed) && (field.names.includes(typed) || !field.names.some((name) => used.has(name))))
    .map((field) => ({
      label: `--${field.names[0]}`,
      says: field.label,
      line: `${line.slice(0, line.length - typed.length)}${field.names[0]} `,
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

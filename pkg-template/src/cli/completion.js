// `cbt179 completion`: a script for a shell. It asks the program itself for the words that can follow, so that all shells
// share one list, which comes from the table.

import { readCatalogue } from "./catalogue.js";
import { helpTexts } from "./help.js";
import { COMMAND_NAMES, COMMANDS, COMMON, OPTIONS, wordsOf } from "./table.js";

/** @import { Context } from "./main.js" */
/** @import { Option } from "./table.js" */
/** @import { Language } from "./texts.js" */

/** The first argument in a question of a script; the words follow, the last one after a `+`: PowerShell 5 drops empty ones. */
export const ASK = "__complete";

const SCRIPTS = /** @type {Record<string, string>} */ ({
  bash: `# cbt179 completion bash >> ~/.bashrc
_cbt179() {
  local IFS=$'\\n'
  COMPREPLY=($(cbt179 ${ASK} "\${COMP_WORDS[@]:1:COMP_CWORD-1}" "+\${COMP_WORDS[COMP_CWORD]}" 2>/dev/null | cut -f1))
}
complete -o default -F _cbt179 cbt179
`,
  zsh: `#compdef cbt179
# cbt179 completion zsh >> ~/.zshrc, after compinit
_cbt179() {
  local -a items
  items=(\${(f)"$(cbt179 ${ASK} "\${(@)words[2,CURRENT-1]}" "+$words[CURRENT]" 2>/dev/null)"})
  if (( $#items )); then
    items=("\${(@)items/$'\\t'/:}")
    _describe cbt179 items
  else
    _files
  fi
}
compdef _cbt179 cbt179
`,
  fish: `# cbt179 completion fish > ~/.config/fish/completions/cbt179.fish
function __cbt179_complete
  set -l words (commandline -opc)
  set -l items (cbt179 ${ASK} $words[2..] "+"(commandline -ct) 2>/dev/null)
  if set -q items[1]
    printf '%s\\n' $items
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c cbt179 -f -a '(__cbt179_complete)'
`,
  powershell: `# cbt179 completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName cbt179 -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { "$_" })
  cbt179 ${ASK} @words "+$wordToComplete" | ForEach-Object {
    $value, $about = $_ -split "\`t", 2
    if (-not $about) { $about = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
  }
}
`,
});

/** @param {Context} context */
export async function completion({ files: [shell = ""], stdout }) {
  stdout(SCRIPTS[shell] ?? "");
  return true;
}

/**
 * Answers a script: the words that can stand in the last one's place, a line each, with a tab and a description. None
 * where a file is expected.
 *
 * @param {string[]} words the last one begins with `+`
 * @param {Language} lang
 */
export function completionsOf(words, lang) {
  // Bash splits `--lang=zh` at the sign.
  const before = words.slice(0, -1).filter((word) => word !== "=");
  const last = words.at(-1)?.slice(1) ?? "";
  const [, assigned = "", typed = last === "=" ? "" : last] = last.match(/^(--[\w-]+=)(.*)$/) ?? [];
  return candidatesAt(before, assigned, typed, lang)
    .filter(([word]) => word.startsWith(typed))
    .map(([word, about]) => `${assigned}${word}${about ? `\t${about}` : ""}\n`)
    .join("");
}

/**
 * @param {string[]} before the words before
 * @param {string} assigned `--option=` at the beginning of the word, if it has that
 * @param {string} typed
 * @param {Language} lang
 * @returns {(readonly [string, string?])[]}
 */
function candidatesAt(before, assigned, typed, lang) {
  const texts = helpTexts[lang];
  const command = COMMAND_NAMES.find((name) => before.includes(name));
  const name = (assigned || (before.at(-1) ?? "")).replace(/^--|=$/g, "");
  const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  /** @param {readonly string[] | Option["value"]} kind */
  const valuesOf = (kind) => {
    if (kind === "CODE")
      return readCatalogue().map(
        (entry) => /** @type {const} */ ([entry.code, entry[lang].message]),
      );
    return typeof kind === "object" ? kind.map((word) => /** @type {const} */ ([word])) : [];
  };
  if (option?.value) return valuesOf(wordsOf(option, command) ?? option.value);
  if (typed.startsWith("-")) {
    const names = [...(command ? COMMANDS[command].options : []), ...COMMON];
    return names.map((each) => /** @type {const} */ ([`--${each}`, texts.option[each]]));
  }
  if (command) return valuesOf(COMMANDS[command].argument);
  return COMMAND_NAMES.map((each) => /** @type {const} */ ([each, texts.of[each].about]));
}

import type { CompletedCommand } from './commandTable.js';
import { shellTables } from './shellTables.js';

const DRIVER = `
_recrown() {
  emulate -L zsh
  local cur=\${words[CURRENT]} word pending=''
  local _recrown_path='' _recrown_kind=''
  local -a _recrown_words _recrown_helps names
  integer i count=0
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    if [[ $word == --*=* ]]; then
      continue
    elif [[ $word == -* ]]; then
      _recrown_option "$_recrown_path" "$word" || continue
      if ((i + 1 >= CURRENT)); then
        pending=$word
        break
      fi
      ((i++))
    else
      _recrown_command "$_recrown_path" "$word" || ((count++))
    fi
  done
  if [[ -z $pending && $cur == --*=* ]]; then
    pending=\${cur%%=*}
    compset -P '*='
  fi
  _recrown_kind=''
  if [[ -n $pending ]]; then
    _recrown_option "$_recrown_path" "$pending"
  elif [[ $cur == -* ]]; then
    _recrown_kind=described
    _recrown_flags "$_recrown_path"
  elif ((count == 0)) && _recrown_subcommands "$_recrown_path"; then
    _recrown_kind=described
  else
    _recrown_argument "$_recrown_path" "$count" || return 1
  fi
  case $_recrown_kind in
    described) compadd -l -d _recrown_helps -a _recrown_words ;;
    choices) compadd -a _recrown_words ;;
    names:*)
      names=("\${(@f)$("\${words[1]}" __complete "\${_recrown_kind#names:}" -- "\${(@)words[2,-1]}" 2>/dev/null)}")
      compadd -a names
      ;;
    files) _files ;;
    folders) _files -/ ;;
    *) return 1 ;;
  esac
}

if [[ \${funcstack[1]} == _recrown ]]; then _recrown "$@"; else compdef _recrown recrown; fi
`;

/** The completion script of zsh: a file of \`fpath\`, or read by \`source\` after compinit. */
export const zshScript = (table: readonly CompletedCommand[]): string =>
  `#compdef recrown\n# Completion of recrown for zsh, made by: recrown completion zsh\n\n${shellTables(table)}${DRIVER}`;

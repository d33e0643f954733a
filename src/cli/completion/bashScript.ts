import type { CompletedCommand } from './commandTable.js';
import { shellTables } from './shellTables.js';

/** No word is ever expanded: `compgen -W` would run what stands in a name, so matches are made here. */
const DRIVER = `
_recrown_match() {
  local word
  for word in "$@"; do
    [[ $word == "$cur"* ]] && COMPREPLY+=("$(printf '%q' "$word")")
  done
}

_recrown() {
  local cur=\${COMP_WORDS[COMP_CWORD]} word pending='' line
  local _recrown_path='' _recrown_kind=''
  local -a _recrown_words=() _recrown_helps=() names=()
  local -i i next count=0
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $word == -* ]]; then
      next=i+1
      [[ \${COMP_WORDS[next]} == '=' ]] && next+=1
      if ! _recrown_option "$_recrown_path" "$word"; then continue; fi
      if ((next >= COMP_CWORD)); then pending=$word; break; fi
      i=next
    else
      _recrown_command "$_recrown_path" "$word" || count+=1
    fi
  done
  [[ $cur == '=' ]] && cur=''
  _recrown_kind=''
  if [[ -n $pending ]]; then
    _recrown_option "$_recrown_path" "$pending"
  elif [[ $cur == -* ]]; then
    _recrown_kind=choices
    _recrown_flags "$_recrown_path"
  elif ((count == 0)) && _recrown_subcommands "$_recrown_path"; then
    _recrown_kind=choices
  else
    _recrown_argument "$_recrown_path" "$count" || return 0
  fi
  case $_recrown_kind in
    choices) _recrown_match "\${_recrown_words[@]}" ;;
    names:*)
      while IFS= read -r line; do names+=("$line"); done < <(
        "\${COMP_WORDS[0]}" __complete "\${_recrown_kind#names:}" -- "\${COMP_WORDS[@]:1}" 2>/dev/null
      )
      _recrown_match "\${names[@]}"
      ;;
    files | folders)
      compopt -o filenames 2>/dev/null
      local how=-f
      [[ $_recrown_kind == folders ]] && how=-d
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$how" -- "$cur")
      ;;
  esac
  return 0
}

complete -F _recrown recrown
`;

/** The completion script of bash. */
export const bashScript = (table: readonly CompletedCommand[]): string =>
  `# Completion of recrown for bash, made by: recrown completion bash\n\n${shellTables(table)}${DRIVER}`;

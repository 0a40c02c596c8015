// The SPARQL editor: Yasqe in the place of the text field, which stays the one that is sent.
import { byId } from "./page.js";

const area = byId("query_text"), form = area.form;
let terms = new Map(); // prefixed name -> what it means
Yasqe.forkAutocompleter("class", {
  name: "terms",
  persistenceId: null,
  bulk: true,
  async: false,
  autoShow: true,
  isValidCompletionPosition: (yasqe) => /^[a-z]/i.test(yasqe.getCompleteToken().string),
  preProcessToken: (_, token) => token,
  postProcessSuggestion: (_, __, text) => text,
  postprocessHints: (_, hints) => {
    for (const hint of hints) hint.displayText = `${hint.text} – ${terms.get(hint.text)}`.replace(/ – $/, "");
    return hints;
  },
  get: () => fetch(form.dataset.terms).then((answer) => answer.json())
    .then((found) => [...(terms = new Map(found)).keys()], () => []),
});
Yasqe.defaults.autocompleters = ["variables", "terms"];
const run = () => form.requestSubmit(), place = document.createElement("div");
area.before(place);
const editor = new Yasqe(place, {
  persistenceId: null,
  createShareableLink: null,
  consumeShareLink: null,
  showQueryButton: false,
  resizeable: false,
  editorHeight: "22rem",
  screenReaderLabel: "Query",
  extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-S": false },
});
const mode = editor.getMode(), start = mode.startState;
mode.startState = () => { // our prefixes are declared from the start
  const state = start();
  for (const name of form.dataset.prefixes.split(" ")) state.prefixes[name] = name;
  return state;
};
editor.setValue(area.value);
editor.clearHistory();
area.hidden = true;
area.labels[0].addEventListener("click", () => editor.focus());
byId("query_keys").hidden = false;
form.addEventListener("submit", () => {
  area.value = editor.getValue();
  form.method = area.value.length > 4000 ? "post" : "get"; // an address has its limits
});
const { line, column } = document.querySelector(".problem")?.dataset || {};
if (line) {
  editor.addLineClass(line - 1, "background", "wrong");
  editor.setCursor(line - 1, Math.max(0, column - 1));
  editor.focus();
}

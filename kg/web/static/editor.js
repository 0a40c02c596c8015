// The SPARQL editor: Yasqe in the place of the text field, which stays the one that is sent.
(() => {
  "use strict";
  const area = document.getElementById("query_text");
  if (!area || !window.Yasqe) return;
  const form = area.form;
  let terms = new Map(); // prefixed name -> what it means
  const run = () => form.requestSubmit();
  const completer = {
    name: "terms",
    persistenceId: null,
    bulk: true,
    async: false,
    autoShow: true,
    isValidCompletionPosition: (yasqe) => /^[a-z]/i.test(yasqe.getCompleteToken().string),
    preProcessToken: (_, token) => token,
    postProcessSuggestion: (_, __, text) => text,
    postprocessHints: (_, hints) => {
      for (const hint of hints) hint.displayText = [hint.text, terms.get(hint.text)].filter(Boolean).join(" – ");
      return hints;
    },
    get: () => fetch(form.dataset.terms)
      .then((answer) => answer.json())
      .then((found) => { terms = new Map(found); return [...terms.keys()]; })
      .catch(() => []),
  };
  Yasqe.forkAutocompleter("class", completer);
  Yasqe.defaults.autocompleters = ["variables", "terms"];
  const place = document.createElement("div");
  area.before(place);
  const editor = new Yasqe(place, {
    value: area.value,
    persistenceId: null,
    createShareableLink: null,
    consumeShareLink: null,
    prefixCcApi: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "22rem",
    screenReaderLabel: "Query",
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-S": false },
  });
  const mode = editor.getMode(); // our prefixes are declared from the start
  const start = mode.startState;
  mode.startState = () => {
    const state = start();
    for (const name of form.dataset.prefixes.split(" ")) state.prefixes[name] = name;
    return state;
  };
  editor.setValue(area.value);
  editor.clearHistory();
  area.hidden = true;
  area.labels[0].addEventListener("click", () => editor.focus());
  document.getElementById("query_keys").hidden = false;
  form.addEventListener("submit", () => {
    area.value = editor.getValue();
    form.method = area.value.length > 4000 ? "post" : "get"; // an address has its limits
  });
  const problem = document.querySelector(".problem[data-line]:not([data-line=''])");
  if (problem) {
    const line = problem.dataset.line - 1;
    editor.addLineClass(line, "background", "wrong");
    editor.setCursor(line, Math.max(0, problem.dataset.column - 1));
    editor.focus();
  }
})();

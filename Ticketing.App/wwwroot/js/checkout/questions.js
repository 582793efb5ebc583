// Hides questions that an earlier answer leaves out. The server decides by the same rule, and all are shown without this script.

for (const form of document.querySelectorAll('form:has([data-shown-by])')) {
  const dependent = [...form.querySelectorAll('[data-shown-by]')];
  const answerOf = (name) => new FormData(form).get(name) ?? '';

  const apply = () => {
    // In document order: a hidden question counts as not answered, so questions that depend on it are hidden, too.
    for (const question of dependent) {
      const decider = form.querySelector(`[name="${CSS.escape(question.dataset.shownBy)}"]`);
      const isShown = !decider?.closest('[hidden]') && answerOf(question.dataset.shownBy) === question.dataset.shownAnswer;
      question.hidden = !isShown;
    }
  };

  form.addEventListener('input', apply);
  apply();
}

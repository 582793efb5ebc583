using Ticketing.App.Ordering.Extras;
using Ticketing.Core.Common;
using Ticketing.Core.Questions;

namespace Ticketing.App.Ordering.Pages;

/// <content>Errors and values of extras and questions.</content>
public sealed partial class Checkout
{
    private static string FieldOf(ExtraId extra) => ExtraForm.IdOf(extra);

    private void ShowExtraFaults()
    {
        foreach (var fault in _view?.ExtraFaults ?? [])
        {
            _fieldErrors[FieldOf(fault.Extra)] = ExtraTexts.Describe(fault, texts);
        }
    }

    private void ShowAnswerErrors(IReadOnlyList<TypedAnswer> answers)
    {
        if (_view?.Asked is { } asked)
        {
            foreach (var (field, sentence) in AnswerRules.Check(asked, answers).Errors)
            {
                _fieldErrors[field] = questionTexts[sentence];
            }
        }
    }

    // Several of them may be wrong in the same way.
    private string SummaryOf(string field, string sentence)
    {
        var about = _view?.Asked?.Questions.FirstOrDefault(question => field.StartsWith(AnswerRules.FieldOf(question.Id, null), StringComparison.Ordinal))?.Text
            ?? _view?.Offered.FirstOrDefault(extra => field == FieldOf(extra.Id))?.Name;
        return about is null ? sentence : $"{about} – {sentence}";
    }

    // What was typed, else what the order has.
    private string? AnswerOf(string field)
    {
        if (Http.Request.HasFormContentType && Http.Request.Form["_handler"] == CheckoutForm.Name)
        {
            return Http.Request.Form[Questions.Pages.QuestionFields.NameOf(field)].ToString();
        }

        return _view!.Answers.Answers.FirstOrDefault(answer => AnswerRules.FieldOf(answer.Question, answer.Seat) == field)?.Value;
    }
}

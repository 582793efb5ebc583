using System.Globalization;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Questions;

namespace Ticketing.App.Ordering.Extras;

/// <summary>The fields of extras and questions in a posted form. Their names depend on the event, so no model binds them.</summary>
internal static class ExtraForm
{
    private const string Prefix = "Form.extra.";

    /// <summary>The name of an extra's field: a number, of a donation an amount.</summary>
    public static string NameOf(ExtraId extra) => $"{Prefix}{extra.Value:N}";

    /// <summary>The id of an extra's input.</summary>
    public static string IdOf(ExtraId extra) => $"extra-{extra.Value:N}";

    /// <summary>Whether a posted form has fields of extras.</summary>
    public static bool IsIn(HttpRequest request) =>
        request.HasFormContentType && request.Form.Keys.Any(key => key.StartsWith(Prefix, StringComparison.Ordinal));

    /// <summary>What was chosen; empty fields and zeros are nothing. What cannot be read has an invalid value, which validation refuses.</summary>
    public static IReadOnlyList<ChosenExtra> Read(HttpRequest request, IReadOnlyList<Extra> offered)
    {
        List<ChosenExtra> chosen = [];
        foreach (var extra in offered)
        {
            var typed = request.Form[NameOf(extra.Id)].ToString().Trim();
            if (typed.Length == 0)
            {
                continue;
            }

            if (extra.Kind == ExtraKind.Donation)
            {
                var amount = TypedMoney.ReadAmount(typed, extra.Currency) ?? -1;
                if (amount != 0)
                {
                    chosen.Add(new ChosenExtra(extra.Id, 1, amount));
                }
            }
            else if ((int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1) is not 0 and var quantity)
            {
                chosen.Add(new ChosenExtra(extra.Id, quantity));
            }
        }

        // What was removed from the sale while the form was open is refused, too: an order without it is not what was asked for.
        foreach (var (name, value) in request.Form)
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && value.ToString().Trim() is not ("" or "0")
                && Guid.TryParseExact(name[Prefix.Length..], "N", out var id) && offered.All(extra => extra.Id.Value != id))
            {
                chosen.Add(new ChosenExtra(new ExtraId(id), 1));
            }
        }

        return chosen;
    }

    /// <summary>The answers in a posted form, to the questions that are asked.</summary>
    /// <param name="withEmpty">Whether empty fields and boxes that are not ticked are answers, too: they take answers back.</param>
    public static IReadOnlyList<TypedAnswer> ReadAnswers(HttpRequest request, QuestionsToOrder? asked, bool withEmpty = false) => asked is null ? [] :
    [
        .. from question in asked.Questions
           from seat in AnswerRules.SeatsOf(question, asked.Categories)
           let value = request.Form[$"Form.{AnswerRules.FieldOf(question.Id, seat)}"].ToString()
           where withEmpty || value.Length > 0
           select new TypedAnswer(question.Id, seat, value),
    ];
}

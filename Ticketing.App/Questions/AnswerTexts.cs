using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.App.Catalog.Api;
using Ticketing.Core.Questions;

namespace Ticketing.App.Questions;

/// <summary>Answers in words, in the reader's language.</summary>
public sealed class AnswerTexts(IStringLocalizerFactory localizers)
{
    private readonly StringLocalizer<Texts> _texts = new(localizers);
    private readonly StringLocalizer<Catalog.Texts> _places = new(localizers);

    /// <summary>A stored answer as it is shown.</summary>
    public string Describe(EventQuestion question, string value) => question.Kind switch
    {
        QuestionKind.Choice => question.OptionText(value) ?? value,
        QuestionKind.Consent => _texts["yes"],
        QuestionKind.Country => Countries.Name(value, _places),
        QuestionKind.Date => DateOnly.ParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("D", CultureInfo.CurrentCulture),
        QuestionKind.Number => decimal.Parse(value, CultureInfo.InvariantCulture).ToString(CultureInfo.CurrentCulture),
        QuestionKind.Text or QuestionKind.Phone => value,
    };
}

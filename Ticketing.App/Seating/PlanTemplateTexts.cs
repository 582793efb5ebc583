using Microsoft.Extensions.Localization;
using Ticketing.Core.Seating.Library;

namespace Ticketing.App.Seating;

/// <summary>Stand-in.</summary>
public static class PlanTemplateTexts
{
    public static string NameOf(PlanTemplate template, IStringLocalizer<Texts> texts) => texts[template.Name];

    public static string DescriptionOf(PlanTemplate template, IStringLocalizer<Texts> texts) => texts[template.Description];
}

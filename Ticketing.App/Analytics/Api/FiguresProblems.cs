using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;

namespace Ticketing.App.Analytics.Api;

/// <summary>Maps refusals of figures to problem+json.</summary>
internal static class FiguresProblems
{
    public static ProblemHttpResult Of(ReadSalesRefusal refusal, SalesStep by) => refusal switch
    {
        ReadSalesRefusal.NotFound => Problems.NotFound("There is no such performance."),
        ReadSalesRefusal.OutOfCalendar => Problems.Invalid("from", "'from' and 'to' are between the years 2000 and 2199."),
        ReadSalesRefusal.Reversed => Problems.Invalid("to", "'to' is after 'from'."),
        ReadSalesRefusal.TooLong => Problems.Invalid("to", string.Create(
            CultureInfo.InvariantCulture,
            $"By {by.ToWord()} at most {SalesRange.Longest(by).Days} days at once: ask for less, or for wider periods.")),
    };

    public static ProblemHttpResult NoEvent() => Problems.NotFound("There is no such event.");
}

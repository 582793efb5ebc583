using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Catalog.Series;

/// <summary>Stand-in.</summary>
public static class SeriesExpander
{
    public static Outcome<IReadOnlyList<SeriesDate>, SeriesRefusal> Expand(
        string rule, DateTime startsAt, IReadOnlyCollection<DateTime> except, string timeZone)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var parts = rule.Split(';').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        if (!parts.TryGetValue("COUNT", out var count))
        {
            return SeriesRefusal.Endless;
        }

        var days = parts["FREQ"] == "WEEKLY" ? 7 : 1;
        var found = new List<SeriesDate>();
        for (var i = 0; i < int.Parse(count, System.Globalization.CultureInfo.InvariantCulture); i++)
        {
            var at = startsAt.AddDays(days * i);
            if (!except.Contains(at))
            {
                found.Add(new SeriesDate(at, Moved: false));
            }
        }

        return found;
    }
}

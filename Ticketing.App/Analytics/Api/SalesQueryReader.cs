using System.Text.RegularExpressions;
using Ticketing.App.Catalog.Api;
using Ticketing.Core.Access;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;

namespace Ticketing.App.Analytics.Api;

/// <summary>Reads the parameters of <see cref="ReadSales"/>; refuses each bad one with a sentence.</summary>
internal sealed partial class SalesQueryReader(IQueryCollection query)
{
    public CatalogQueryReader Parameters { get; } = new(query);

    public ReadSales Read(PerformanceId performance, Caller caller) => new(
        performance, Parameters.Bound("from"), Parameters.Bound("to"), Step(), Groups(), Zone(), caller);

    private SalesStep Step()
    {
        if (Parameters.Value("by") is not { } value)
        {
            return SalesStep.Day;
        }

        if (EnumWords.TryFromWord<SalesStep>(value, out var step))
        {
            return step;
        }

        Parameters.Refuse("by", "'by' is minute, hour or day.");
        return SalesStep.Day;
    }

    private HashSet<SalesGroup> Groups()
    {
        HashSet<SalesGroup> groups = [];
        foreach (var word in Parameters.Value("group")?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            if (!EnumWords.TryFromWord<SalesGroup>(word, out var group))
            {
                Parameters.Refuse("group", "'group' is tier, section or channel, or several with commas. Orders record no country.");
                break;
            }

            groups.Add(group);
        }

        return groups;
    }

    private TimeZoneInfo? Zone()
    {
        if (Parameters.Value("timezone") is not { } value)
        {
            return null;
        }

        // The runtime looks for a file of this name: only what can be a zone's name may reach it.
        if (ZoneName().IsMatch(value) && TimeZoneInfo.TryFindSystemTimeZoneById(value, out var zone) && zone.HasIanaId)
        {
            return zone;
        }

        Parameters.Refuse("timezone", "'timezone' is an IANA time zone: Europe/Berlin.");
        return null;
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]{0,31}(/[A-Za-z][A-Za-z0-9_+-]{0,31}){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneName();
}

using System.Globalization;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;

namespace Ticketing.App.Ordering.Export;

/// <summary>Reads an <see cref="OrderFilter"/> from query parameters.</summary>
/// <param name="Filter">Without the conditions that could not be read.</param>
/// <param name="Faults">The sentence of each parameter that could not be read, for programs; pages go by the filter.</param>
internal sealed record OrderFilterQuery(OrderFilter Filter, IReadOnlyDictionary<string, string[]> Faults)
{
    /// <param name="valueOf">The value of a parameter; null or empty: none.</param>
    public static OrderFilterQuery Read(OrganizationId organization, Func<string, string?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        var faults = new Dictionary<string, string[]>();
        var search = valueOf("q");
        if (search?.Length > OrderFilter.SearchLengthMax)
        {
            search = null;
            faults["q"] = [$"'q' can have at most {OrderFilter.SearchLengthMax} characters."];
        }

        var filter = new OrderFilter(
            organization, search,
            Id("event") is { } ofEvent ? new Core.Common.EventId(ofEvent) : null,
            Id("performance") is { } performance ? new PerformanceId(performance) : null,
            Status(), Day("from"), Day("to"), valueOf("attention") == "true");
        return new OrderFilterQuery(filter, faults);

        Guid? Id(string name)
        {
            if (valueOf(name) is not { Length: > 0 } text)
            {
                return null;
            }

            if (Guid.TryParse(text, out var id))
            {
                return id;
            }

            faults[name] = [$"'{name}' is an id."];
            return null;
        }

        DateOnly? Day(string name)
        {
            if (valueOf(name) is not { Length: > 0 } text)
            {
                return null;
            }

            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            faults[name] = [$"'{name}' is a day: 2027-03-28."];
            return null;
        }

        OrderStatus? Status()
        {
            if (valueOf("status") is not { Length: > 0 } text)
            {
                return null;
            }

            if (EnumWords.TryFromWord<OrderStatus>(text, out var status))
            {
                return status;
            }

            faults["status"] = ["'status' is one of: " + string.Join(", ", Enum.GetValues<OrderStatus>().Select(known => known.ToWord())) + "."];
            return null;
        }
    }
}

using System.Globalization;
using Ticketing.App.Catalog.Api;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;

namespace Ticketing.App.Ordering.Api;

/// <summary>Reads an <see cref="OrderFilter"/> from a query string; what is not valid is refused with a message each.</summary>
internal sealed class OrderFilterReader(IQueryCollection query)
{
    private readonly CatalogQueryReader _parameters = new(query);

    public Dictionary<string, string[]> Errors => _parameters.Errors;

    /// <summary>The organization; null: none is given, or it is not valid.</summary>
    public OrganizationId? Organization => Id("organization") is { } id ? new OrganizationId(id) : null;

    public OrderId? After => Id("after") is { } id ? new OrderId(id) : null;

    public OrderFilter Read(OrganizationId organization)
    {
        var search = _parameters.Value("q");
        if (search is { Length: > OrderFilter.SearchLengthMax })
        {
            _parameters.Refuse("q", "'q' has at most 200 characters.");
        }

        return new OrderFilter(
            organization,
            search,
            Id("event") is { } ofEvent ? new Core.Common.EventId(ofEvent) : null,
            Id("performance") is { } performance ? new PerformanceId(performance) : null,
            Status(),
            Day("from"),
            Day("to"),
            Flag("attention"));
    }

    private Guid? Id(string name)
    {
        if (_parameters.Value(name) is not { } typed)
        {
            return null;
        }

        if (Guid.TryParse(typed, CultureInfo.InvariantCulture, out var id))
        {
            return id;
        }

        _parameters.Refuse(name, $"'{name}' is an id.");
        return null;
    }

    private OrderStatus? Status()
    {
        if (_parameters.Value("status") is not { } typed)
        {
            return null;
        }

        if (EnumWords.TryFromWord<OrderStatus>(typed, out var status))
        {
            return status;
        }

        _parameters.Refuse("status", "'status' is one of " + string.Join(", ", Enum.GetValues<OrderStatus>().Select(each => each.ToWord())) + ".");
        return null;
    }

    private DateOnly? Day(string name)
    {
        if (_parameters.Value(name) is not { } typed)
        {
            return null;
        }

        if (DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        _parameters.Refuse(name, $"'{name}' is a day like 2027-03-28.");
        return null;
    }

    private bool Flag(string name)
    {
        switch (_parameters.Value(name))
        {
            case null or "false":
                return false;
            case "true":
                return true;
            default:
                _parameters.Refuse(name, $"'{name}' is true or false.");
                return false;
        }
    }
}

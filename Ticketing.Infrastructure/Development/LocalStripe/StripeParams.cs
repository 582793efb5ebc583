using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>A call's parameters in Stripe's format: a flat list with bracketed names, <c>a[b][c]=v</c>.</summary>
internal sealed class StripeParams
{
    private const int ParamsMax = 500;

    // The end of the year 9999.
    private const long MomentMax = 253_402_300_799;

    private readonly List<KeyValuePair<string, string>> _all;

    private StripeParams(List<KeyValuePair<string, string>> all) => _all = all;

    /// <summary>Parses a query string and a form body.</summary>
    /// <exception cref="StripeProblem">Too many parameters, or a null character.</exception>
    public static StripeParams Parse(string query, string body)
    {
        var all = new List<KeyValuePair<string, string>>();
        foreach (var source in new[] { query, body })
        {
            foreach (var pair in new QueryStringEnumerable(source))
            {
                if (all.Count == ParamsMax)
                {
                    throw StripeProblem.Invalid(null, "Too many parameters.");
                }

                var (name, value) = (pair.DecodeName().ToString(), pair.DecodeValue().ToString());
                if (name.Contains('\0', StringComparison.Ordinal) || value.Contains('\0', StringComparison.Ordinal))
                {
                    // PostgreSQL's text cannot store it.
                    throw StripeProblem.Invalid(null, "Invalid string: null characters are not allowed.");
                }

                all.Add(new(name, value));
            }
        }

        return new StripeParams(all);
    }

    /// <summary>The value, or null if it is absent or empty.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in _all)
            {
                if (key == name)
                {
                    return value.Length == 0 ? null : value;
                }
            }

            return null;
        }
    }

    public string Required(string name) =>
        this[name] ?? throw StripeProblem.Invalid(name, $"Missing required param: {name}.", "parameter_missing");

    public long? Integer(string name)
    {
        if (this[name] is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw StripeProblem.Invalid(name, $"Invalid integer: {text}", "parameter_invalid_integer");
    }

    /// <summary>A time in Unix seconds, until the year 9999.</summary>
    public long? Moment(string name) => Integer(name) is { } seconds and (< 0 or > MomentMax)
        ? throw StripeProblem.Invalid(name, $"Invalid timestamp: {seconds}", "parameter_invalid_integer")
        : Integer(name);

    public bool Flag(string name) => this[name] is "true";

    public bool HasUnder(string prefix) => _all.Any(pair => pair.Key.StartsWith(prefix + "[", StringComparison.Ordinal));

    /// <summary>The entries of <c>prefix[key]=value</c>, including empty values.</summary>
    public IEnumerable<KeyValuePair<string, string>> Under(string prefix) =>
        from pair in _all
        where pair.Key.Length > prefix.Length + 2 && pair.Key.StartsWith(prefix + "[", StringComparison.Ordinal) && pair.Key[^1] == ']'
        select new KeyValuePair<string, string>(pair.Key[(prefix.Length + 1)..^1], pair.Value);

    /// <summary>The values of <c>name[]=…</c> or <c>name[0]=…</c>.</summary>
    public IEnumerable<string> List(string name) =>
        from pair in Under(name).Concat(_all.Where(pair => pair.Key == name + "[]").Select(pair => new KeyValuePair<string, string>("", pair.Value)))
        where pair.Key.All(char.IsAsciiDigit)
        select pair.Value;

    /// <summary>A representation independent of the parameters' order, to compare requests with the same idempotency key.</summary>
    public string Canonical() =>
        string.Join('\n', _all.Select(pair => $"{pair.Key.Length}:{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
}

namespace Ticketing.Infrastructure.Messaging.Events;

/// <summary>A registered consumer.</summary>
/// <param name="Name">Its name in <c>fact_positions</c>, dead letters, metrics and pages.</param>
/// <param name="Types">Exact types, or prefixes that end in <c>.*</c>.</param>
internal sealed record FactConsumer(string Name, IReadOnlyList<string> Types, Func<IServiceProvider, IFactConsumer> Resolve)
{
    private const string AllOf = ".*";

    private readonly HashSet<string> _exact = [.. Types.Where(type => !type.EndsWith(AllOf, StringComparison.Ordinal))];

    private readonly string[] _prefixes =
        [.. Types.Where(type => type.EndsWith(AllOf, StringComparison.Ordinal)).Select(type => type[..^(AllOf.Length - 1)])];

    /// <summary>Whether it consumes facts of this type.</summary>
    public bool Takes(string type) =>
        _exact.Contains(type) || Array.Exists(_prefixes, prefix => type.StartsWith(prefix, StringComparison.Ordinal));
}

/// <summary>The registered consumers.</summary>
internal sealed class FactConsumers
{
    public FactConsumers(IEnumerable<FactConsumer> consumers)
    {
        All = [.. consumers];
        Names = [.. All.Select(consumer => consumer.Name)];
        if (Names.Distinct(StringComparer.Ordinal).Count() != Names.Length)
        {
            throw new InvalidOperationException($"Two consumers of facts have one name: {string.Join(", ", Names)}.");
        }
    }

    public IReadOnlyList<FactConsumer> All { get; }

    public string[] Names { get; }
}

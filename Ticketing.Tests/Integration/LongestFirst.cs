using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Ticketing.Tests.Integration.LongestFirst))]

namespace Ticketing.Tests.Integration;

/// <summary>A class whose tests take a minute or so, one after the other.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LongRunningAttribute : Attribute;

/// <summary>Starts long classes first: one that begins last would run alone, beside idle processors.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
        [.. typeof(LongestFirst).Assembly.GetTypes().Where(type => type.IsDefined(typeof(LongRunningAttribute))).Select(type => type.FullName!)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [
            .. testCollections.OrderByDescending(each => Long.Any(name => each.TestCollectionDisplayName.Contains($" {name} ", StringComparison.Ordinal)))
                .ThenBy(each => each.TestCollectionDisplayName, StringComparer.Ordinal),
        ];
}

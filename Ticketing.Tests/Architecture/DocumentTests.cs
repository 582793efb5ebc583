using System.Reflection;
using System.Text.RegularExpressions;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Tests.Architecture;

/// <summary>Checks the pages under docs/ against the code.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void OperationsPage_OfAllSettings_IsComplete()
    {
        var page = Repository.Read("docs/operations.md");

        var settings = new[] { typeof(TicketingDbContext).Assembly, typeof(Program).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Select(type => (type, section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
            .Where(options => options.section is not null)
            .SelectMany(options => Keys(options.type, options.section!));

        Assert.Equal([], settings.Where(key => !Names(page, key)));
    }

    [Fact]
    public void Links_BetweenPages_HaveTargets() => Assert.Empty(Repository.Files(".md")
        // Pages of a site: their links are addresses.
        .Where(page => !page.Contains("/SitePages/", StringComparison.Ordinal))
        .SelectMany(page => Link().Matches(Repository.Read(page))
        .Select(link => link.Groups["to"].Value)
        .Where(to => !to.Contains("://", StringComparison.Ordinal))
        .Select(to => Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, to.Split('#')[0]))
        .Where(to => !Path.Exists(to))
        .Select(to => $"{page}: {to}")));

    private static IEnumerable<string> Keys(Type type, string section) => type.GetProperties()
        .Where(property => property.SetMethod is not null)
        .SelectMany(property => property.PropertyType.Namespace?.StartsWith("Ticketing.", StringComparison.Ordinal) == true && property.PropertyType.IsClass
            ? Keys(property.PropertyType, $"{section}:{property.Name}")
            : [$"{section}:{property.Name}"]);

    // `Section:Key`, in full or abbreviated as `…Key`.
    private static bool Names(string page, string key) =>
        page.Contains(key, StringComparison.Ordinal)
        || page.Split('\n').Any(line => line.Contains($"`{key[..key.LastIndexOf(':')]}:", StringComparison.Ordinal)
            && line.Contains($"…{key[(key.LastIndexOf(':') + 1)..]}`", StringComparison.Ordinal));

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();
}

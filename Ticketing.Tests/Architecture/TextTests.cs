using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Ticketing.Tests.Architecture;

/// <summary>Every user-visible text has a German entry, and every entry is in use.</summary>
public sealed partial class TextTests
{
    private const string App = "Ticketing.App/";

    public static TheoryData<string> Features => [.. Repository.Files(".resx")
        .Where(file => file.StartsWith(App, StringComparison.Ordinal) && file.EndsWith("Texts.de.resx", StringComparison.Ordinal))
        .Select(file => Path.GetDirectoryName(file)!)];

    [Fact]
    public void Features_WithTexts_HaveAGermanFile() => Assert.Empty(Repository.Files(".razor", ".cs")
        .Where(file => file.StartsWith(App, StringComparison.Ordinal) && KeyUse().IsMatch(Repository.Read(file)))
        .Select(FeatureOf)
        .Distinct()
        .Where(feature => !File.Exists(Path.Combine(Repository.Root, App, feature, "Texts.de.resx")))
        .Select(feature => $"{App}{feature}/Texts.de.resx is missing"));

    [Theory]
    [MemberData(nameof(Features))]
    public void Texts_OfEachFeature_HaveGerman(string feature)
    {
        var german = German(feature);

        Assert.Empty(Keys(feature).Except(german.Keys));
        Assert.Empty(german.Where(text => string.IsNullOrWhiteSpace(text.Value)).Select(text => text.Key));
    }

    [Theory]
    [MemberData(nameof(Features))]
    public void German_OfEachText_HasTheSamePlaceholders(string feature) => Assert.Empty(German(feature)
        .Where(text => !Placeholders(text.Key).SetEquals(Placeholders(text.Value)))
        .Select(text => $"{text.Key} / {text.Value}"));

    // The resource compiler ignores case: it keeps the first of the two entries and drops the other.
    [Theory]
    [MemberData(nameof(Features))]
    public void German_Keys_DifferInMoreThanCase(string feature) =>
        Assert.Empty(German(feature).Keys.GroupBy(key => key, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key));

    [Theory]
    [MemberData(nameof(Features))]
    public void German_OfEachFeature_IsInUse(string feature)
    {
        // A key may reach the localizer from a table or a Core rule: any occurrence of its text counts.
        var source = string.Concat(Repository.Files(".razor", ".cs")
            .Where(file => file.StartsWith(feature + "/", StringComparison.Ordinal) || file.StartsWith("Ticketing.Core/", StringComparison.Ordinal))
            .Select(Repository.Read));
        var unused = German(feature).Keys.Where(key => !source.Contains(key, StringComparison.Ordinal)
            && !source.Contains(key.Replace("\"", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Equal([], unused);
    }

    private static Dictionary<string, string> German(string feature) => XDocument.Parse(Repository.Read(feature + "/Texts.de.resx")).Root!
        .Elements("data").ToDictionary(data => (string)data.Attribute("name")!, data => (string)data.Element("value")!);

    private static IEnumerable<string> Keys(string feature) => Repository.Files(".razor", ".cs")
        .Where(file => file.StartsWith(feature + "/", StringComparison.Ordinal))
        .SelectMany(file => KeyUse().Matches(Repository.Read(file)))
        .Select(match => Regex.Unescape(match.Groups["key"].Value))
        .Distinct();

    private static string FeatureOf(string file) => file[App.Length..].Split('/')[0];

    private static HashSet<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value.Split(':')[0].TrimEnd('}'))];

    // L["…"] in markup and code; keys are plain literals.
    [GeneratedRegex("""\bL\[\s*"(?<key>(?:[^"\\]|\\.)*)"\s*[\],]""")]
    private static partial Regex KeyUse();

    [GeneratedRegex(@"\{\d+(:[^}]*)?\}")]
    private static partial Regex Placeholder();
}

using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Tests.Architecture;

namespace Ticketing.Tests.Catalog.Relevance;

/// <summary>
/// Questions with the events that people expect on top, over the demo's events and 2,000 others. The scores may only rise: success@1 (the
/// first hit is expected), MRR@10 (the reciprocal rank of the first expected hit), nDCG@10 (all expected hits early).
/// </summary>
public sealed class RelevanceTests(SampleEngine engine) : IClassFixture<SampleEngine>
{
    // Measured: 0.968, 0.969, 0.970.
    private const double SuccessMin = 0.965;
    private const double ReciprocalRankMin = 0.965;
    private const double GainMin = 0.965;
    private const int Depth = 10;

    [Fact]
    public async Task Questions_OfTheSet_AreAnsweredAsExpected()
    {
        var catalogue = RelevanceCatalog.Events();
        await engine.WriteAsync(catalogue, FullHouses(catalogue));
        var known = catalogue.Select(entry => entry.Slug).ToHashSet(StringComparer.Ordinal);
        var scores = new List<Score>();
        foreach (var question in Questions())
        {
            Assert.Subset(known, question.Expected.Concat(question.Never).ToHashSet(StringComparer.Ordinal));
            var answer = await engine.Engine.SearchAsync(
                new CatalogQuery { Text = question.Text, Limit = Depth, WithFacets = false }, TestContext.Current.CancellationToken);
            scores.Add(Score.Of(question, [.. answer.Hits.Select(hit => hit.Event.Slug)]));
        }

        Print(scores);
        Assert.True(scores.Count >= 150);
        Assert.True(scores.Average(score => score.Success) >= SuccessMin, "success@1");
        Assert.True(scores.Average(score => score.ReciprocalRank) >= ReciprocalRankMin, "MRR@10");
        Assert.True(scores.Average(score => score.Gain) >= GainMin, "nDCG@10");
    }

    private static IEnumerable<Question> Questions() =>
        Repository.Read("Ticketing.Tests/Catalog/Relevance/cases.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#').Select(line => line.Split('\t'))
            .Select(row => new Question(row[0], row[1], row[2], Words(row[3]), row.Length > 4 ? Words(row[4]) : []));

    private static string[] Words(string cell) => cell.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static CatalogSeats FullHouses(IEnumerable<CatalogEvent> events) => new(
        events.SelectMany(entry => entry.Performances).ToDictionary(performance => performance.Id, _ => new SeatCount(400, 0)));

    private static void Print(List<Score> scores)
    {
        var lines = new List<string> { "kind          questions  success@1   MRR@10  nDCG@10" };
        foreach (var kind in scores.GroupBy(score => score.Question.Kind).Append(scores.GroupBy(_ => "all").Single()))
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind.Key,-12}  {kind.Count(),9}  {kind.Average(score => score.Success),9:F3}  {kind.Average(score => score.ReciprocalRank),7:F3}  {kind.Average(score => score.Gain),7:F3}"));
        }

        lines.AddRange(scores.Where(score => score.Success < 1 || score.Gain < 1)
            .Select(score => $"  {score.Question.Kind}: {score.Question.Text} -> {string.Join(' ', score.Found.Take(4))}"));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', lines));
    }

    private sealed record Question(string Kind, string Language, string Text, string[] Expected, string[] Never);

    private sealed record Score(Question Question, string[] Found, double Success, double ReciprocalRank, double Gain)
    {
        public static Score Of(Question question, string[] found)
        {
            if (question.Never.Intersect(found).Any() || (question is { Expected.Length: 0, Never.Length: 0 } && found.Length > 0))
            {
                return new Score(question, found, 0, 0, 0);
            }

            if (question.Expected.Length == 0)
            {
                return new Score(question, found, 1, 1, 1);
            }

            var first = Array.FindIndex(found, slug => question.Expected.Contains(slug));
            return new Score(
                question, found, first == 0 ? 1 : 0, first < 0 ? 0 : 1.0 / (first + 1),
                Discounted(found.Select(slug => question.Expected.Contains(slug))) / Discounted(question.Expected.Select(_ => true)));
        }

        private static double Discounted(IEnumerable<bool> gains) =>
            gains.Take(Depth).Select((gain, place) => gain ? 1 / Math.Log2(place + 2) : 0).Sum();
    }
}

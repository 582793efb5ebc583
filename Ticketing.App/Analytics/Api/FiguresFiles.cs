using System.Globalization;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;

namespace Ticketing.App.Analytics.Api;

/// <summary>The figures as CSV: the same numbers as in JSON, amounts in minor units, one row for each line.</summary>
internal static class FiguresFiles
{
    private static readonly string[] Figures =
        ["orders", "seats", "seatsReturned", "currency", "gross", "discount", "refunded", "net", "fees", "tax"];

    public static CsvText Of(SalesReport report)
    {
        var text = Head("start", "end", "tierId", "tier", "section", "channel");
        foreach (var line in report.Lines)
        {
            Add(text.Time(line.Period.Start).Time(line.Period.End).Text(line.Tier?.Id.ToString()).Text(line.Tier?.Name).Text(line.Section)
                .Text(line.Channel), line.Currency, line.Sums);
        }

        return text;
    }

    public static CsvText Of(RevenueReport report)
    {
        var text = Head("performance", "startsAt", "venue", "city", "tierId", "tier");
        foreach (var performance in report.Performances)
        {
            foreach (var tier in performance.Tiers)
            {
                Add(text.Text(performance.Performance.ToString()).Time(performance.StartsAt).Text(performance.Venue).Text(performance.City)
                    .Text(tier.Tier.Id.ToString()).Text(tier.Tier.Name), tier.Currency, tier.Sums);
            }
        }

        return text;
    }

    public static CsvText Of(FunnelReport report)
    {
        var text = new CsvText().Text("day").Text("holds").Text("seatsHeld").Text("holdsExpired").Text("holdsReleased").Text("orders")
            .Text("paid").Text("refunded").EndRow();
        foreach (var (day, sums) in report.Days)
        {
            text.Text(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Number(sums.Holds).Number(sums.SeatsHeld)
                .Number(sums.HoldsExpired).Number(sums.HoldsReleased).Number(sums.Orders).Number(sums.Paid).Number(sums.Refunded).EndRow();
        }

        return text;
    }

    private static CsvText Head(params IEnumerable<string> names)
    {
        var text = new CsvText();
        foreach (var name in names.Concat(Figures))
        {
            text.Text(name);
        }

        return text.EndRow();
    }

    private static void Add(CsvText text, string currency, SalesSums sums) => text
        .Number(sums.Orders).Number(sums.Seats).Number(sums.SeatsReturned).Text(currency).Number(sums.Gross).Number(sums.Discount)
        .Number(sums.Refunded).Number(sums.Net).Number(sums.Fees).Number(sums.Tax).EndRow();
}

using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Questions;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>What one event of the demo sells and asks beside its seats: parking, a programme, a donation; two questions, one after the other's answer.</summary>
internal static class DemoExtras
{
    private const string Title = "Der Kirschbaum nebenan";

    public static IEnumerable<object> All(DemoShop shop, DateTimeOffset now)
    {
        var entry = shop.Performances.Find(each => each.Event.Title == Title)!;
        var (date, tax) = (entry.Performance, entry.Tiers[0].TaxBasisPoints);
        var at = now.AddDays(-12);
        Extra Make(int position, ExtraKind kind, string name, string description, long price, int perOrder) => new()
        {
            Id = ExtraId.New(),
            OrganizationId = date.OrganizationId,
            EventId = date.EventId,
            Position = position,
            Kind = kind,
            Name = name,
            Description = description,
            Currency = date.Currency,
            Price = price,
            TaxBasisPoints = kind == ExtraKind.Donation ? 0 : tax,
            PerOrderMax = perOrder,
            HasVoucher = false,
            Categories = [],
            WithSeatCategories = [],
            CreatedAt = at,
        };

        var parking = Make(1, ExtraKind.Product, "Parking, deck 2", "Two minutes to the entrance. Show the code at the barrier.", 1_200, 2);
        (parking.Stock, parking.HasVoucher, parking.WithSeatPrice) = (300, true, 900);
        yield return parking;
        yield return Make(2, ExtraKind.Product, "Programme", "48 pages, handed out in the foyer.", 600, 10);
        var donation = Make(3, ExtraKind.Donation, "Donation for the youth ensemble", "", 100, 1);
        donation.PriceMax = 100_000;
        yield return donation;

        EventQuestion Ask(int position, QuestionKind kind, string text, string help) => new()
        {
            Id = QuestionId.New(),
            OrganizationId = date.OrganizationId,
            EventId = date.EventId,
            Position = position,
            Kind = kind,
            Scope = QuestionScope.Order,
            Text = text,
            Help = help,
            IsRequired = false,
            Categories = [],
            OptionKeys = [],
            OptionTexts = [],
            OptionsOffered = 0,
            CreatedAt = at,
        };

        var travel = Ask(1, QuestionKind.Choice, "How will you travel to us?", "So that the trams run long enough.");
        (travel.OptionKeys, travel.OptionTexts, travel.OptionsOffered) = (["o1", "o2", "o3"], ["Tram or train", "Bicycle", "Car"], 3);
        yield return travel;
        var plate = Ask(2, QuestionKind.Text, "What is the number plate?", "The barrier reads it.");
        (plate.ShownBy, plate.ShownByAnswer) = (travel.Id, "o3");
        yield return plate;
    }
}

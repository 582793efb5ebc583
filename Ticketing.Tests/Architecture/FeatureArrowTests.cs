using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Ticketing.Core.Platform;
using Ticketing.Infrastructure.Platform;

namespace Ticketing.Tests.Architecture;

/// <summary>
/// Which feature knows which. A feature may use another's contracts in Core; of Infrastructure and App it uses its own room
/// and Platform, but for the arrows listed here. Read from the compiled assemblies, so that nothing hides behind a using.
/// </summary>
public sealed class FeatureArrowTests
{
    /// <summary>Open to everybody; and every page and endpoint may ask Access who its visitor is.</summary>
    private const string Shared = "Platform";
    private const string WhoIsAsking = "Infrastructure.Access";

    /// <summary>"From -> to". A new line is a decision and says why.</summary>
    private static readonly HashSet<string> Allowed =
    [
        // The one EF model holds everybody's entities; its identity tables are Access'.
        "Infrastructure.Platform -> Infrastructure.Access",

        // What can be sold, and which seats are neighbours, stands in the compiled plan.
        "Infrastructure.Inventory -> Infrastructure.Seating",

        // A performance says whether there is a waiting room.
        "App.Catalog -> Infrastructure.WaitingRoom",

        // A room ends where the seats do.
        "Infrastructure.WaitingRoom -> Infrastructure.Inventory",

        // Lists say how many seats are free, per performance and per section.
        "Infrastructure.Catalog -> Infrastructure.Inventory",
        "Infrastructure.Catalog -> Infrastructure.Seating",

        // The demo issues the tickets of the orders that it brings along, and the local provider knows their payments.
        "Infrastructure.Platform -> Infrastructure.Tickets",
        "Infrastructure.Platform -> Infrastructure.Payments",

        // An order sells its seats, starts its payment and issues its tickets in one transaction.
        "Infrastructure.Ordering -> Infrastructure.Inventory",
        "Infrastructure.Ordering -> Infrastructure.Payments",
        "Infrastructure.Ordering -> Infrastructure.Tickets",

        // Whoever has bought makes room for the next in the waiting room.
        "Infrastructure.Ordering -> Infrastructure.WaitingRoom",

        // An order's calendar file is that of its performance, with the seats.
        "Infrastructure.Tickets -> Infrastructure.Catalog",

        // Tickets and calendar entries are printed from the order's read model.
        "Infrastructure.Tickets -> Infrastructure.Ordering",

        // An account's confirmed address, its export and its end concern the orders of its person too.
        "App.Access -> Infrastructure.Ordering",

        // Mails tell of orders and carry their tickets.
        "Infrastructure.Notifications -> Infrastructure.Ordering",
        "Infrastructure.Notifications -> Infrastructure.Tickets",

        // Staff pages stand in the back office: its frame, its panels, its dialogs.
        "App.Ordering -> App.BackOffice",
        "App.WaitingRoom -> App.BackOffice",

        // Pages that stay live have the one base of such components.
        "App.Inventory -> App.Shared",
        "App.Ordering -> App.Shared",
        "App.WaitingRoom -> App.Shared",

        // The checkout shows the payment form, and gives the hold more time.
        "App.Ordering -> App.Payments",
        "App.Ordering -> Infrastructure.Inventory",

        // A performance's plan is served by the performance's id.
        "App.Seating -> Infrastructure.Inventory",

        // What a person is told about themselves includes their orders.
        "App.Access -> Infrastructure.Ordering",

        // The waiting room says what for.
        "App.WaitingRoom -> Infrastructure.Inventory",

        // Only those who were let in choose seats.
        "App.Inventory -> App.WaitingRoom",

        // Whoever left the payment for the seat map finds the way back there.
        "App.Inventory -> App.Ordering",

        // What the provider tells by webhook is about an order.
        "App.Payments -> Infrastructure.Ordering",

        // The order's page shows and cancels the order, and asks for its visitor as the orders' API does.
        "App.Tickets -> Infrastructure.Ordering",
        "App.Tickets -> App.Ordering",
    ];

    private static readonly List<Arrow> Arrows = [.. Read(typeof(TicketingDbContext).Assembly.Location), .. Read(typeof(Program).Assembly.Location)];

    [Fact]
    public void Platform_OfCore_KnowsNoFeature() =>
        Assert.Empty(Read(typeof(Money).Assembly.Location).Where(arrow => arrow.From == "Core.Platform").Select(arrow => arrow.ToString()));

    [Fact]
    public void Features_KnowOnlyAllowedOthers() => Assert.Empty(Arrows
        .Where(arrow => arrow.ToLayer != "Core" && arrow.ToFeature != Shared && !Allowed.Contains(arrow.Name))
        .Where(arrow => !arrow.From.StartsWith("App.", StringComparison.Ordinal) || $"{arrow.ToLayer}.{arrow.ToFeature}" != WhoIsAsking)
        .Select(arrow => arrow.ToString())
        .Order(StringComparer.Ordinal));

    [Fact]
    public void AllowedArrows_AreAllInUse() => Assert.Empty(Allowed.Except(Arrows.Select(arrow => arrow.Name)));

    /// <summary>Every use of a type of one feature by a type of another.</summary>
    private static List<Arrow> Read(string assembly)
    {
        using var file = File.OpenRead(assembly);
        using var portable = new PEReader(file);
        var metadata = portable.GetMetadataReader();
        Dictionary<string, Arrow> found = [];
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = TypeUses.NameOf(metadata, handle);
            if (FeatureOf(type) is not { } from || IsComposition(type))
            {
                continue;
            }

            foreach (var used in TypeUses.Of(portable, metadata, metadata.GetTypeDefinition(handle)))
            {
                if (FeatureOf(used) is { } to && to.Feature != from.Feature)
                {
                    var arrow = new Arrow($"{from.Layer}.{from.Feature}", to.Layer, to.Feature, $"{type.Name} uses {used.Name}");
                    found.TryAdd(arrow.Name, arrow);
                }
            }
        }

        return [.. found.Values];
    }

    // Where everything meets.
    private static bool IsComposition(UsedType type) => type.Name is "Program" or "PlatformRegistration" or "SecurityHeaders";

    private static (string Layer, string Feature)? FeatureOf(UsedType type) =>
        type.Namespace.Split('.') is ["Ticketing", "Core" or "Infrastructure" or "App", _, ..] parts ? (parts[1], parts[2]) : null;

    private sealed record Arrow(string From, string ToLayer, string ToFeature, string Example)
    {
        public string Name => $"{From} -> {ToLayer}.{ToFeature}";

        public override string ToString() => $"{Name} ({Example})";
    }
}

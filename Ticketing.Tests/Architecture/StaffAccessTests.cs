using System.Reflection;
using Microsoft.AspNetCore.Components;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Analytics.Live;
using Ticketing.Infrastructure.Catalog.Pictures;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Publishing;
using Ticketing.Infrastructure.Seating;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.Tests.Architecture;

/// <summary>
/// Staff pages reach data only through types that decide by <see cref="Caller"/> themselves: every public method of an injected service
/// takes the caller, as a parameter or inside the command. A page that forgets its own check then shows and changes nothing.
/// </summary>
public sealed class StaffAccessTests
{
    private static readonly Dictionary<Type, string> Exceptions = new()
    {
        [typeof(CurrentActor)] = "makes the caller",
        [typeof(EventPreviews)] = "signs links to drafts that EventDrafts and EventReviews found for the caller",
        [typeof(OrganizationPlans)] = "finds a plan for trusted code; pages ask for those of an organization that the caller runs",
        [typeof(OrganizationVenues)] = "finds a venue for trusted code; pages ask for those of an organization that the caller runs",
        [typeof(EventPictures)] = "says to trusted code whether a picture exists; uploads carry the caller",
        [typeof(SalesFeed)] = "signals without content; what they are about is read for the caller",
        [typeof(RoomBoard)] = "this instance's live numbers of rooms that RoomDeskReader found for the caller",
        [typeof(RoomKeyRing)] = "the site's key, which signs links that AdmissionLinkReader found for the caller",
    };

    public static TheoryData<string> Components =>
        [.. typeof(Desk).Assembly.GetTypes().Where(IsStaffComponent).SelectMany(Services).Distinct().Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Components))]
    public void Service_OfAStaffPage_TakesTheCaller(string service)
    {
        var type = typeof(CurrentActor).Assembly.GetType(service, throwOnError: true)!;
        if (!Exceptions.ContainsKey(type))
        {
            Assert.Empty(type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(method => !method.IsSpecialName && !method.GetParameters().Any(parameter => CarriesCaller(parameter.ParameterType)))
                .Select(method => $"{type.Name}.{method.Name} takes no Caller"));
        }
    }

    [Fact]
    public void Exceptions_AreUsed() =>
        Assert.Empty(Exceptions.Keys.Where(type => !Components.Any(row => row.Data == type.FullName)).Select(type => type.Name));

    private static bool IsStaffComponent(Type type) =>
        typeof(IComponent).IsAssignableFrom(type)
        && (type.Namespace == typeof(Desk).Namespace || type.IsSubclassOf(typeof(OrganizerPage))
            || type.Namespace?.Split('.').Any(part => part is "Admin" or "Organizer") == true);

    private static IEnumerable<Type> Services(Type component) =>
        component.GetConstructors().SelectMany(made => made.GetParameters()).Select(parameter => parameter.ParameterType)
            .Concat(Ancestors(component).SelectMany(each => each.GetProperties(
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                .Where(property => property.IsDefined(typeof(InjectAttribute))).Select(property => property.PropertyType))
            .Where(type => type.Assembly == typeof(CurrentActor).Assembly);

    // The framework also injects private properties of base classes.
    private static IEnumerable<Type> Ancestors(Type component)
    {
        for (Type? each = component; each is not null; each = each.BaseType)
        {
            yield return each;
        }
    }

    // A command holds the caller or the visitor, which holds the caller.
    private static bool CarriesCaller(Type type, int depth = 0) =>
        type == typeof(Caller)
        || (depth < 2 && type.Assembly == typeof(Caller).Assembly && type.GetProperties().Any(property => CarriesCaller(property.PropertyType, depth + 1)))
        || (depth == 0 && type.Assembly == typeof(CurrentActor).Assembly && type.GetProperties().Any(property => property.PropertyType == typeof(Caller)));
}

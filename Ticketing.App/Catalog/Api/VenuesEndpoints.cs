using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog.Venues;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Catalog.Venues;

namespace Ticketing.App.Catalog.Api;

/// <summary>An organization's venues over the API. Who may do what is decided by the handler.</summary>
internal static class VenuesEndpoints
{
    public static void MapVenues(this IEndpointRouteBuilder endpoints)
    {
        var venues = endpoints.MapGroup(AppUrls.ApiVenuesRoute).WithTags("Organizers").RequireAuthorization();
        venues.MapGet("", ListAsync).WithName("GetVenues").WithSummary("An organization's venues (owners and managers)");
        venues.MapPost("", AddAsync).WithName("AddVenue").WithSummary("Add a venue (owners and managers)");
        venues.MapPut("{venue:guid}", ChangeAsync).WithName("ChangeVenue").WithSummary("Change a venue (owners and managers)");
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<OwnVenuesAnswer>, ProblemHttpResult>> ListAsync(
        Guid id, HttpContext context, OrganizationVenues venues, CurrentActor actor)
    {
        var (organization, caller) = (new OrganizationId(id), await actor.ReadAsync(context.RequestAborted));
        if (!caller.Runs(organization))
        {
            return Problem(new RefusedVenue(VenueRefusal.NotFound));
        }

        var found = await venues.ListAsync(organization, caller, context.RequestAborted);
        return TypedResults.Ok(new OwnVenuesAnswer([.. found.Select(OwnVenueAnswer.Of)], null));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Created<OwnVenueAnswer>, ProblemHttpResult>> AddAsync(
        Guid id, VenueRequest body, HttpContext context, OrganizationVenues venues, CurrentActor actor)
    {
        var command = new SaveVenue(new OrganizationId(id), null, body.ToTerms(), await actor.ReadAsync(context.RequestAborted));
        var saved = await venues.HandleAsync(command, context.RequestAborted);
        return saved.Succeeded
            ? TypedResults.Created(AppUrls.ApiVenue(id, saved.Value.Id.Value), OwnVenueAnswer.Of(saved.Value))
            : Problem(saved.Refusal);
    }

    /// <param name="id">The organization.</param>
    /// <param name="venue">The venue.</param>
    private static async Task<Results<Ok<OwnVenueAnswer>, ProblemHttpResult>> ChangeAsync(
        Guid id, Guid venue, VenueRequest body, HttpContext context, OrganizationVenues venues, CurrentActor actor)
    {
        var command = new SaveVenue(
            new OrganizationId(id), new VenueId(venue), body.ToTerms(), await actor.ReadAsync(context.RequestAborted));
        var saved = await venues.HandleAsync(command, context.RequestAborted);
        return saved.Succeeded ? TypedResults.Ok(OwnVenueAnswer.Of(saved.Value)) : Problem(saved.Refusal);
    }

    private static ProblemHttpResult Problem(RefusedVenue refused) => refused.Reason switch
    {
        VenueRefusal.NotFound => Problems.NotFound("There is no such organization or venue."),
        VenueRefusal.Invalid => Invalid(refused),
        VenueRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have changed too much within a few minutes."),
    };

    private static ProblemHttpResult Invalid(RefusedVenue refused)
    {
        var errors = refused.Faults.GroupBy(fault => JsonNamingPolicy.CamelCase.ConvertName(fault.Field))
            .ToDictionary(field => field.Key, field => field.Select(fault => fault.Sentence).ToArray());
        var detail = string.Join(' ', refused.Faults.Select(fault => fault.Sentence));
        return refused.CityPosition is { } at
            ? Problems.Of(
                422, Problems.ValidationType, detail, ("errors", errors),
                ("cityPosition", new CityPositionAnswer(at.Latitude, at.Longitude)))
            : Problems.Of(422, Problems.ValidationType, detail, ("errors", errors));
    }
}

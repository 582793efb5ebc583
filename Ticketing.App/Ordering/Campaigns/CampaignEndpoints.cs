using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Ordering.Campaigns;

namespace Ticketing.App.Ordering.Campaigns;

/// <summary>Campaigns over the API, and the CSV file of a campaign's codes. Who may do what is decided by handlers and readers.</summary>
internal static class CampaignEndpoints
{
    public static void MapCampaigns(this WebApplication app)
    {
        var campaigns = app.MapGroup(AppUrls.ApiOrganizations + "/{id:guid}/campaigns").WithTags("Organizers").RequireAuthorization();
        campaigns.MapGet("", ListAsync).WithName("GetCampaigns").WithSummary("Promo campaigns with the sums of their orders, the newest first")
            .WithMetadata(CostlyReadAttribute.Metadata);
        campaigns.MapPost("", CreateAsync).WithName("CreateCampaign").WithSummary("Create a campaign, with codes if wished");
        campaigns.MapGet("{campaign:guid}", ReadAsync).WithName("GetCampaign").WithSummary("A campaign with the sums of its orders")
            .WithMetadata(CostlyReadAttribute.Metadata);
        campaigns.MapPatch("{campaign:guid}", EditAsync).WithName("EditCampaign").WithSummary("Change a campaign and all its codes");
        campaigns.MapDelete("{campaign:guid}", DeleteAsync).WithName("DeleteCampaign").WithSummary("Delete a campaign that no order ever used");
        campaigns.MapPost("{campaign:guid}/codes", MakeAsync).WithName("MakePromoCodes").WithSummary("Make one code with a given text, or up to 10,000 random ones");
        campaigns.MapGet("{campaign:guid}/codes", CodesAsync).WithName("GetPromoCodes").WithSummary("A campaign's codes with their uses");
        app.MapGet(AppUrls.OrganizerPromoCodesPattern, DownloadAsync).RequireAuthorization().WithMetadata(CostlyReadAttribute.Metadata).ExcludeFromDescription();
    }

    /// <param name="id">The organization.</param>
    /// <param name="before">The <c>next</c> of the page before. Default: the first page.</param>
    private static async Task<Results<Ok<CampaignsAnswer>, ProblemHttpResult>> ListAsync(
        Guid id, HttpContext context, CampaignReader reader, CurrentActor actor, string? before = null)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (!caller.Runs(new OrganizationId(id)))
        {
            return ProblemOf(new RefusedCampaign(CampaignRefusal.NotFound));
        }

        Guid? last = null;
        if (!string.IsNullOrEmpty(before))
        {
            if (!Guid.TryParse(before, out var parsed))
            {
                return Problems.Of(StatusCodes.Status400BadRequest, "bad-cursor", "'before' is the 'next' of an earlier answer.");
            }

            last = parsed;
        }

        var list = await reader.ListAsync(new OrganizationId(id), last, caller, context.RequestAborted);
        return TypedResults.Ok(new CampaignsAnswer([.. list.Rows.Select(CampaignAnswer.Of)], list.Next?.ToString()));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Created<CampaignAnswer>, ProblemHttpResult>> CreateAsync(
        Guid id, CampaignRequest body, HttpContext context, CampaignReader reader, ManageCampaignsHandler handler, CurrentActor actor)
    {
        var (organization, caller) = (new OrganizationId(id), await actor.ReadAsync(context.RequestAborted));
        var made = await handler.HandleAsync(new CreateCampaign(organization, body.ToTerms(), body.Codes?.ToWish(), caller), context.RequestAborted);
        return !made.Succeeded ? ProblemOf(made.Refusal)
            : await reader.FindAsync(organization, made.Value, caller, context.RequestAborted) is { } row
                ? TypedResults.Created(AppUrls.ApiCampaign(id, row.Campaign.Id.Value), CampaignAnswer.Of(row))
                : ProblemOf(new RefusedCampaign(CampaignRefusal.NotFound));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<CampaignAnswer>, ProblemHttpResult>> ReadAsync(
        Guid id, Guid campaign, HttpContext context, CampaignReader reader, CurrentActor actor) =>
        await FindAsync(id, campaign, context, reader, actor) is { } row
            ? TypedResults.Ok(CampaignAnswer.Of(row))
            : ProblemOf(new RefusedCampaign(CampaignRefusal.NotFound));

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<CampaignAnswer>, ProblemHttpResult>> EditAsync(
        Guid id, Guid campaign, CampaignChangeRequest body, HttpContext context, CampaignReader reader, ManageCampaignsHandler handler, CurrentActor actor)
    {
        var (organization, caller) = (new OrganizationId(id), await actor.ReadAsync(context.RequestAborted));
        var edited = await handler.HandleAsync(
            new AmendCampaign(organization, new PromoCampaignId(campaign), body.On, caller), context.RequestAborted);
        return !edited.Succeeded ? ProblemOf(edited.Refusal)
            : await reader.FindAsync(organization, edited.Value, caller, context.RequestAborted) is { } after
                ? TypedResults.Ok(CampaignAnswer.Of(after))
                : ProblemOf(new RefusedCampaign(CampaignRefusal.NotFound));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, Guid campaign, HttpContext context, ManageCampaignsHandler handler, CurrentActor actor)
    {
        var deleted = await handler.HandleAsync(
            new DeleteCampaign(new OrganizationId(id), new PromoCampaignId(campaign), await actor.ReadAsync(context.RequestAborted)), context.RequestAborted);
        return deleted.Succeeded ? TypedResults.NoContent() : ProblemOf(deleted.Refusal);
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<PromoCodesMadeAnswer>, ProblemHttpResult>> MakeAsync(
        Guid id, Guid campaign, CodesRequest body, HttpContext context, PromoCodesHandler handler, CurrentActor actor)
    {
        var made = await handler.HandleAsync(
            new MakePromoCodes(new OrganizationId(id), new PromoCampaignId(campaign), body.ToWish(), await actor.ReadAsync(context.RequestAborted)),
            context.RequestAborted);
        return made.Succeeded ? TypedResults.Ok(new PromoCodesMadeAnswer(made.Value)) : ProblemOf(made.Refusal);
    }

    /// <param name="id">The organization.</param>
    /// <param name="q">A part of the code. Default: all.</param>
    /// <param name="after">The <c>next</c> of the page before. Default: the first page.</param>
    private static async Task<Results<Ok<PromoCodesAnswer>, ProblemHttpResult>> CodesAsync(
        Guid id, Guid campaign, HttpContext context, CampaignReader reader, PromoCodeReader codes, CurrentActor actor, string? q = null, string? after = null)
    {
        if (await FindAsync(id, campaign, context, reader, actor) is not { } row)
        {
            return ProblemOf(new RefusedCampaign(CampaignRefusal.NotFound));
        }

        var list = await codes.ListAsync(row.Campaign.Id, q, after, await actor.ReadAsync(context.RequestAborted), context.RequestAborted);
        return TypedResults.Ok(new PromoCodesAnswer([.. list.Rows.Select(PromoCodeItem.Of)], list.Next));
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> DownloadAsync(
        Guid campaign, HttpContext context, PromoCodeReader codes, CurrentActor actor)
    {
        var all = await codes.AllAsync(new PromoCampaignId(campaign), await actor.ReadAsync(context.RequestAborted), context.RequestAborted);
        if (all.Count == 0)
        {
            return TypedResults.NotFound();
        }

        var csv = new CsvText().Text("code").Text("uses").Text("uses_max").EndRow();
        foreach (var code in all)
        {
            csv.Text(code.Code).Number(code.Uses);
            (code.UsesMax is { } max ? csv.Number(max) : csv.Text(null)).EndRow();
        }

        return TypedResults.File(csv.ToBytes(), CsvText.ContentType, "promo-codes.csv");
    }

    private static async Task<CampaignRow?> FindAsync(Guid id, Guid campaign, HttpContext context, CampaignReader reader, CurrentActor actor) =>
        await reader.FindAsync(
            new OrganizationId(id), new PromoCampaignId(campaign), await actor.ReadAsync(context.RequestAborted), context.RequestAborted);

    private static ProblemHttpResult ProblemOf(RefusedCampaign refused) => refused.Reason switch
    {
        CampaignRefusal.NotFound => Problems.NotFound("There is no such organization or campaign."),
        CampaignRefusal.Invalid => Problems.Invalid(refused.Faults.GroupBy(fault => char.ToLowerInvariant(fault.Field[0]) + fault.Field[1..])
            .ToDictionary(field => field.Key, field => field.Select(fault => fault.Sentence).ToArray())),
        CampaignRefusal.Used => Problems.Of(
            409, "campaign-used", "Orders were placed with codes of this campaign: its discount stays, and it cannot be deleted. Set it inactive instead."),
        CampaignRefusal.Changed => Problems.Of(409, "campaign-changed", "The campaign has been changed by another member. Read it again."),
        CampaignRefusal.BelowUses => Problems.Of(409, "below-uses", "A code has been used more often than the new maximum."),
        CampaignRefusal.CodeTaken => Problems.Of(409, "code-taken", "The organization has a promo code with this text already."),
        CampaignRefusal.LimitReached => Problems.Of(
            409, "limit-reached", $"An organization can have at most {PromoCampaign.PerOrganizationMax} campaigns, and a campaign {PromoCampaign.CodesMax} codes."),
        CampaignRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have changed too much within a short time."),
    };
}

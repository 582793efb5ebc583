using Microsoft.Extensions.Localization;
using Ticketing.App.Shared;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Library;

namespace Ticketing.App.Seating.Api;

/// <summary>A plan of the library.</summary>
/// <param name="Key">What <c>POST …/plans</c> takes as <c>template</c>.</param>
/// <param name="Name">In the request's language.</param>
/// <param name="Description">In the request's language.</param>
/// <param name="Seats">All places.</param>
public sealed record PlanTemplateAnswer(string Key, string Name, string Description, int Seats)
{
    public static PlanTemplateAnswer Of(PlanTemplate template, IStringLocalizer<Texts> texts) => new(
        template.Key, PlanTemplateTexts.NameOf(template, texts), PlanTemplateTexts.DescriptionOf(template, texts), template.Seats);
}

/// <param name="Next">Always null: there are few.</param>
public sealed record PlanTemplatesAnswer(IReadOnlyList<PlanTemplateAnswer> Items, string? Next);

/// <summary>Body of <c>POST …/plans</c>: copies a plan of the library or of the organization, or starts an empty one.</summary>
/// <param name="Venue">A venue of the organization.</param>
/// <param name="Name">At most 80 characters.</param>
/// <param name="Template">A key of <c>GET /api/v1/organizer/plan-templates</c>; left out: none.</param>
/// <param name="CopyOf">A plan of the organization, if there is no template; left out, too: an empty plan.</param>
public sealed record PlanRequest(Guid Venue, string Name, string? Template = null, Guid? CopyOf = null);

/// <summary>A new plan. It has to be published before events can have it, unless it comes from the library.</summary>
public sealed record NewPlanAnswer(Guid Id, Guid Venue, string Name);

/// <summary>A seating plan of an organization in its newest published version.</summary>
/// <param name="Seats">All places.</param>
/// <param name="Drawing">The address of its drawing.</param>
/// <param name="Categories">Each is priced by a tier of a performance.</param>
public sealed record OwnPlanAnswer(
    Guid Id, Guid Venue, string Name, int Version, int Seats, string Drawing, IReadOnlyList<PlanCategoryAnswer> Categories)
{
    public static OwnPlanAnswer Of(PlanChoice plan) => new(
        plan.Id.Value, plan.Venue.Value, plan.Name, plan.Version, plan.Seats, AppUrls.PlanGeometry(plan.CompiledPlanId),
        [.. plan.Categories.Select(category => new PlanCategoryAnswer(category.Key, category.Name, category.Color, category.Seats))]);
}

/// <summary>A category of places.</summary>
/// <param name="Color">A CSS hex colour.</param>
public sealed record PlanCategoryAnswer(string Key, string Name, string Color, int Seats);

/// <param name="Next">Always null: an organization has at most 200.</param>
public sealed record OwnPlansAnswer(IReadOnlyList<OwnPlanAnswer> Items, string? Next);

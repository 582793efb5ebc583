using Microsoft.AspNetCore.Components;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.App.Seating;

/// <summary>
/// A small drawing of a seating plan by categories: of a compiled plan, or of a template of the library. Its box is empty until it is drawn,
/// so that nothing moves. Hidden from screen readers: the text beside it names the plan.
/// </summary>
public sealed partial class PlanSketch(CompiledPlans plans)
{
    private (string? Compiled, string? Template) _drawn;
    private PlanDrawing? _drawing;

    /// <summary>The compiled plan's id; null: <see cref="Template"/> counts.</summary>
    [Parameter]
    public string? Compiled { get; set; }

    /// <summary>The template's key.</summary>
    [Parameter]
    public string? Template { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (_drawn == (Compiled, Template))
        {
            return;
        }

        (_drawn, _drawing) = ((Compiled, Template), null);
        _drawing = Compiled is not null ? await PlanDrawing.OfCompiledAsync(Compiled, plans)
            : Template is not null ? await PlanDrawing.OfTemplateAsync(Template)
            : null;
    }
}

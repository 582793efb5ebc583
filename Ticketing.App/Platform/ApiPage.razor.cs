using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ticketing.App.Platform;

/// <summary>The OpenAPI document for people to read: rendered on the server, without a script.</summary>
public partial class ApiPage
{
    private List<ApiOperation> Operations { get; set; } = [];

    private List<ApiSchema> Schemas { get; set; } = [];

    private OpenApiDocument Document { get; set; } = new();

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Document = await Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(ApiDescription.Document).GetOpenApiDocumentAsync();
        Operations = ApiReading.Operations(Document);
        Schemas = ApiReading.Schemas(Document);
    }
}

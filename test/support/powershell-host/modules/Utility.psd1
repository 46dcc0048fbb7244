# Loaded by the engine at the first use of one of its commands, as on a real PowerShell.
@{
    ModuleVersion = '7.0.0.0'
    GUID = '1da87e53-152b-403e-98dc-74d7b4d63d59'
    Author = 'PST Ferry'
    PowerShellVersion = '7.0'
    NestedModules = @('../../powershell-host.dll')
    FunctionsToExport = @()
    AliasesToExport = @()
    CmdletsToExport = @(
        'Add-Member', 'ConvertFrom-Json', 'ConvertTo-Json', 'Get-Date', 'Invoke-RestMethod', 'Measure-Object', 'New-Guid', 'New-Object',
        'Select-Object', 'Sort-Object', 'Start-Sleep', 'Write-Debug', 'Write-Error', 'Write-Host', 'Write-Information', 'Write-Output',
        'Write-Progress', 'Write-Verbose', 'Write-Warning'
    )
}

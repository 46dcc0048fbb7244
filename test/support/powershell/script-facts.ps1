# What the parser of PowerShell sees in scripts: one line of JSON for each path. Runs none of them.
param([Parameter(Mandatory = $true, ValueFromRemainingArguments = $true)] [string[]] $Paths)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

function Get-Nodes($root, [string] $type) {
    $wanted = [type] "System.Management.Automation.Language.$type"
    return $root.FindAll({ param($node) $wanted.IsInstanceOfType($node) }.GetNewClosure(), $true)
}

function New-Finding($node, [string] $what) { return @{ what = $what; line = $node.Extent.StartLineNumber } }

# Syntax that came after Windows PowerShell 5.1.
function Get-NewSyntax($root, $tokens) {
    foreach ($node in @(Get-Nodes $root 'TernaryExpressionAst')) { New-Finding $node 'a ? b : c' }
    foreach ($node in @(Get-Nodes $root 'PipelineChainAst')) { New-Finding $node '&& or ||' }
    foreach ($node in @(Get-Nodes $root 'MemberExpressionAst')) { if ($node.NullConditional) { New-Finding $node '?.' } }
    foreach ($node in @(Get-Nodes $root 'IndexExpressionAst')) { if ($node.NullConditional) { New-Finding $node '?[]' } }
    foreach ($node in @(Get-Nodes $root 'PipelineAst')) { if ($node.Background) { New-Finding $node '& at the end' } }
    foreach ($node in @(Get-Nodes $root 'ScriptBlockAst')) { if ($null -ne $node.CleanBlock) { New-Finding $node 'clean' } }
    foreach ($node in @(Get-Nodes $root 'AssignmentStatementAst')) {
        if ([string] $node.Operator -eq 'QuestionQuestionEquals') { New-Finding $node '??=' }
    }
    foreach ($node in @(Get-Nodes $root 'BinaryExpressionAst')) {
        $operator = [string] $node.Operator
        if ($operator -eq 'QuestionQuestion') { New-Finding $node '??' }
        if ($operator -match 'replace$' -and @(Get-Nodes $node.Right 'ScriptBlockExpressionAst').Count -gt 0) {
            New-Finding $node '-replace with a script block'
        }
    }
    foreach ($token in $tokens) {
        $kind = [string] $token.Kind
        if ($kind -match 'StringExpandable$' -and $token.Text -cmatch '(?<!`)(``)*`(u\{|e)') { New-Finding $token '`u{} or `e' }
        if ($kind -eq 'Number' -and $token.Text -match '^[+-]?(0b|(?!0x)[\d.e]+(u|n|y|s|us|uy|ul)$)') { New-Finding $token 'a new kind of number' }
    }
}

function Get-CommandFacts($node) {
    $rest = @($node.CommandElements | Select-Object -Skip 1)
    $names = @($rest | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] } | ForEach-Object { $_.ParameterName })
    $loose = @($rest | Where-Object {
            -not ($_ -is [System.Management.Automation.Language.VariableExpressionAst] -and $_.Splatted)
        })
    # Null when the name is only known when it runs.
    $name = $node.GetCommandName()
    if ($node.CommandElements[0] -isnot [System.Management.Automation.Language.StringConstantExpressionAst]) { $name = $null }
    return @{
        name = $name; line = $node.Extent.StartLineNumber; parameters = $names; isOnlySplatted = ($loose.Count -eq 0)
        isBlock = ($node.CommandElements[0] -is [System.Management.Automation.Language.ScriptBlockExpressionAst])
    }
}

# Calls of methods; the name is null when it is only known when it runs.
function Get-CallFacts($node) {
    $name = $null
    if ($node.Member -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $name = $node.Member.Value }
    return @{ name = $name; line = $node.Extent.StartLineNumber }
}

foreach ($path in $Paths) {
    $tokens = $null
    $errors = $null
    $root = [System.Management.Automation.Language.Parser]::ParseFile($path, [ref] $tokens, [ref] $errors)
    $types = @(Get-Nodes $root 'TypeExpressionAst') + @(Get-Nodes $root 'TypeConstraintAst')
    $facts = @{
        errors = @($errors | ForEach-Object { @{ what = $_.Message; line = $_.Extent.StartLineNumber } })
        newSyntax = @(Get-NewSyntax $root $tokens)
        commands = @(Get-Nodes $root 'CommandAst' | ForEach-Object { Get-CommandFacts $_ })
        calls = @(Get-Nodes $root 'InvokeMemberExpressionAst' | ForEach-Object { Get-CallFacts $_ })
        types = @($types | ForEach-Object { New-Finding $_ $_.TypeName.FullName })
        variables = @(Get-Nodes $root 'VariableExpressionAst' | ForEach-Object { New-Finding $_ $_.VariablePath.UserPath })
        functions = @(Get-Nodes $root 'FunctionDefinitionAst' | ForEach-Object { $_.Name })
    }
    ConvertTo-Json -InputObject $facts -Depth 5 -Compress
}
